"""Faulty channels of the ADC."""

import pytest

from tools.sim.front_end import FrontEnd
from tools.sim.monitors import SPOILT, Monitors

# name: readings of true 1000 counts, then of 1200, a quarter of a period of hum later each
READINGS = {
    "low": (0, 0),
    "high": (4095, 4095),
    "half": (2048, 2048),
    "frozen": (900, 900),
    "jumping": (0, 4095),
    "offset up": (1300, 1500),
    "offset down": (700, 900),
    "hum": (1010, 1200),
    "strong hum": (1200, 1200),
}


@pytest.mark.parametrize("name", READINGS)
def test_reading(name: str) -> None:
    monitors = Monitors()
    monitors.reading(0, "adc_vb", 900)
    monitors.spoil("adc_vb", name)
    assert monitors.reading(5_000, "adc_vb", 1000) == READINGS[name][0]
    assert monitors.reading(10_000, "adc_vb", 1200) == READINGS[name][1]
    assert monitors.reading(10_000, "adc_vt", 1200) == 1200


def test_noise_is_the_same_for_a_seed_and_within_twelve_bits() -> None:
    def noisy(counts: int) -> list[int]:
        monitors = Monitors(3)
        monitors.spoil("adc_i", "noisy")
        return [monitors.reading(0, "adc_i", counts) for _ in range(200)]

    assert noisy(2000) == noisy(2000)
    assert 150 < max(noisy(2000)) - 2000 < 1000
    assert min(noisy(0)) == 0 and max(noisy(4095)) == 4095


def test_every_way_to_be_wrong_is_tried() -> None:
    assert set(READINGS) | {"noisy"} == set(SPOILT)


@pytest.mark.parametrize(("role", "name"), [("adc_x", "low"), ("adc_i", "gone")])
def test_an_unknown_name_is_refused(role: str, name: str) -> None:
    with pytest.raises(ValueError, match="monitors: no '"):
        Monitors().spoil(role, name)


def test_the_front_end_reads_through_it() -> None:
    front = FrontEnd()
    front.spoil(10.0, "adc_vt", "half")
    assert front.adc(20.0, "adc_vt") == 2048
    assert front.trace.events[-1].text == "adc_vt half"
