"""The real image on the emulated chip: what fakes cannot know."""

import re

import pytest

from host_tests.scenarios.sessions import assert_off, power_on, start, until
from tools import image
from tools.bench import device as bench
from tools.boards import ImageError
from tools.emulator.rig import EmulatedRig, forked


@pytest.mark.hazard("H25")
def test_ticks_come_every_5_ms() -> None:
    least_us, most_us = bench.tick_jitter_us()
    assert 4900 < least_us <= most_us < 5100


@pytest.mark.hazard("H23")
def test_ctrl_c_in_a_session_is_off(running: EmulatedRig) -> None:
    def interrupt() -> None:
        running.chip.send(b"\x03")
        running.run(150)
        assert_off(running)
        running.run(1000)  # and no timer brings it back
        assert_off(running)

    forked(interrupt)


@pytest.mark.hazard("H23")
def test_raw_repl_and_soft_reset_in_a_session_is_off(running: EmulatedRig) -> None:
    def reset() -> None:
        running.chip.send(b"\x03\x03\x01")
        running.run(100)
        running.chip.send(b"\x04\x04")
        running.run(300)
        assert_off(running)

    forked(reset)


@pytest.mark.hazard("H11", "H24")
def test_watchdog_reset_in_a_session_is_off(running: EmulatedRig) -> None:
    """The pins float at once, and the DAC, which keeps its code, is sent 0 by boot.py."""

    def reset() -> None:
        assert running.front.code > 0
        running.chip.mcu.watchdog.on_watchdog_trigger()
        assert running.front.bridge == 0
        running.run(5)  # what the skin had stored is gone by then
        assert abs(running.front.delivered_ua) < 0.001
        running.run(100)
        assert_off(running)

    forked(reset)


@pytest.mark.hazard("H22")
def test_an_exception_in_the_application_is_off() -> None:
    content = image.files("pico")
    panel = dict(image.sources("pico"))["galva/app/panel.py"].decode()
    line = "        self._act(controls.reaction(began, self.state, gesture), role)\n"
    fail = "        if role == 'plus':\n            raise ValueError('panel')\n"
    broken = panel.replace(line, fail + line)
    assert broken != panel
    content["galva/app/panel.mpy"] = image.compiled("galva/app/panel.py", broken.encode())
    rig = EmulatedRig(skin="good", files=content)
    power_on(rig)
    start(rig)
    until(rig, "RUN", 5000)
    rig.press("PLUS")
    assert_off(rig)
    assert "ValueError: panel" in rig.console


def test_source_and_compiled_images_hold_the_same_files() -> None:
    compiled, source = image.files("pico"), image.files("pico", source=True)
    assert {re.sub(r"\.mpy$", ".py", name) for name in compiled} == set(source)
    assert "galva/ports.py" not in source and "boot.py" in compiled


@pytest.mark.hazard("H29")
def test_an_unknown_board_is_one_line_with_the_list() -> None:
    with pytest.raises(ImageError, match=r"unknown board 'pikko'; BOARD is one of: .*pico"):
        image.files("pikko")
