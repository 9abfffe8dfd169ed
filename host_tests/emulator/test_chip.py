"""The chip: virtual time, two equal runs, both loops, console, forks."""

import hashlib
import os
import subprocess
import sys

import pytest

from tools.emulator.chip import Chip, ChipError, loop_name
from tools.emulator.parts import Button, PwmMeter
from tools.emulator.rig import EmulatedRig, forked

TRACE = """
import sys
sys.path.insert(0, ".")
from host_tests.emulator.test_chip import edges_digest
print(edges_digest())
"""


def edges_digest() -> str:
    """Of every pin edge and ADC-driven row of the first 700 ms of the device."""
    rig = EmulatedRig(skin="good")
    edges: list[tuple[float, int, int | None]] = []
    for gpio in range(2, 23):
        rig.chip.watch(gpio, lambda t_us, level, gpio=gpio: edges.append((t_us, gpio, level)))  # type: ignore[misc]
    rig.run(700)
    return hashlib.sha256(repr(edges).encode()).hexdigest()


def test_the_stock_loop_gives_the_same_bits() -> None:
    """With no compiled loop this compares two stock runs: still the same bits."""
    env = os.environ | {"GALVA_STOCK_CORE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", TRACE], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == edges_digest(), loop_name()


def test_console_and_errors() -> None:
    chip = Chip().boot()
    assert chip.execute("print(6 * 7)").strip() == "42"
    with pytest.raises(ChipError, match="ZeroDivisionError"):
        chip.execute("1 // 0")
    with pytest.raises(ChipError, match="did not come in 5 ms"):
        chip.wait(b"nothing", timeout_ms=5)


def test_flash_survives_a_snapshot() -> None:
    chip = Chip().boot()
    chip.execute("with open('note', 'w') as note: note.write('kept')")
    again = Chip(flash=chip.snapshot()).boot()
    assert again.execute("print(open('note').read())").strip() == "kept"


def test_a_watchdog_reset_starts_again() -> None:
    chip = Chip().boot()
    chip.raw_repl()
    chip.send(b"import machine\nmachine.WDT(timeout=50)\nwhile True: pass\n\x04")
    chip.run(200)
    assert chip.resets and chip.resets[0][1] == 1


def test_pwm_meter_and_button() -> None:
    chip = Chip().boot()
    meter, button = PwmMeter(chip, 14), Button(chip, 10)
    chip.execute("from machine import PWM, Pin\np = PWM(Pin(14), freq=1000, duty_u16=16384)")
    chip.run(30)
    hz, duty = meter.measure()
    assert hz == pytest.approx(1000, rel=1e-3) and duty == pytest.approx(0.25, abs=1e-3)
    chip.execute("p.duty_u16(0)\nb = Pin(10, Pin.IN, Pin.PULL_UP)")
    chip.run(30)
    assert meter.measure() == (0.0, 0.0)
    assert chip.execute("print(b())").strip() == "1"
    button.move(closed=True)
    chip.run(5)
    assert chip.execute("print(b())").strip() == "0"
    button.move(closed=False)
    chip.run(5)
    assert chip.execute("print(b())").strip() == "1"


def test_a_tone_that_takes_the_place_of_another_is_an_onset_too() -> None:
    """As a routine's prompt does to the sound of a signal: no silence is between."""
    chip = Chip().boot()
    meter = PwmMeter(chip, 14)
    chip.execute(
        "from machine import PWM, Pin\nfrom time import sleep_ms\np = PWM(Pin(14))\n"
        "for hz, level in ((1500, 1), (2000, 1), (2000, 0), (2000, 1), (2000, 0)):\n"
        "    p.freq(hz)\n    p.duty_u16(32768 * level)\n    sleep_ms(20)"
    )
    assert [round(hz) for _us, hz in meter.onsets] == [1500, 2000, 2000]
    first_us, second_us, third_us = (us for us, _hz in meter.onsets)
    assert second_us - first_us == pytest.approx(20_000, abs=1000)
    assert third_us - second_us == pytest.approx(40_000, abs=1000)


def test_a_fork_is_forgotten() -> None:
    chip = Chip().boot()

    def change() -> str:
        chip.execute("x = 1")
        return chip.execute("print(x)").strip()

    assert forked(change) == "1"
    with pytest.raises(ChipError, match="NameError"):
        chip.execute("print(x)")


def test_a_fork_reports_its_exception() -> None:
    def fail() -> None:
        raise ValueError("in the child")

    with pytest.raises(RuntimeError, match="in the child"):
        forked(fail)
