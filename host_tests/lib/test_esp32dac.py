"""The ESP32's DAC behind 12-bit codes: which of the 256 steps comes out."""

import pytest
from esp32dac import ESP32DAC
from hypothesis import given
from hypothesis import strategies as st


class Dac:
    """machine.DAC: takes an int 0..255, anything else is refused."""

    def __init__(self) -> None:
        self.step = 0
        self.broken = False

    def write(self, value: int) -> None:
        assert type(value) is int and 0 <= value <= 255, f"Value out of range: {value!r}"
        if self.broken:
            raise ValueError("Parameter Error")
        self.step = value


@given(st.integers(0, 4095))
def test_the_nearest_step_comes_out(code: int) -> None:
    dac = Dac()
    ESP32DAC(dac).write(code)
    assert abs(dac.step / 255 - code / 4095) <= 0.5 / 255


def test_steps_rise_with_the_code_and_reach_both_ends() -> None:
    dac = Dac()
    steps = []
    for code in range(4096):
        ESP32DAC(dac).write(code)
        steps.append(dac.step)
    assert steps == sorted(steps) and set(steps) == set(range(256))


@pytest.mark.parametrize("code", [-1, 4096, 70_000])
def test_what_would_wrap_is_refused(code: int) -> None:
    dac = Dac()
    dac.step = 77
    with pytest.raises(ValueError, match=r"ESP32DAC: code outside 0\.\.4095: clamp"):
        ESP32DAC(dac).write(code)
    assert dac.step == 77


def test_an_error_of_the_port_reaches_the_caller_and_leaves_the_old_step() -> None:
    dac = Dac()
    driver = ESP32DAC(dac)
    driver.write(800)
    old = dac.step
    dac.broken = True
    with pytest.raises(ValueError, match="Parameter Error"):
        driver.write(4095)
    assert dac.step == old


def test_there_is_no_off_to_rely_on() -> None:
    assert not hasattr(ESP32DAC, "off")  # code 0 is 0.1 V
