"""Each board's data under MicroPython: its pins are accepted, and a session keeps its limits."""

import os

from galva.core.board import Board, Pins
from galva.core.course import LEVEL_UP, START
from galva.core.limits import ConfigError
from galva.core.session import IDLE, RUN

from bench import Bench


def names():
    """All that are in boards/; CPython says the folder as a list of one."""
    path = __import__("boards").__path__
    folder = path if isinstance(path, str) else list(path)[0]
    return sorted(file[:-3] for file in os.listdir(folder) if file.endswith(".py"))


MOST_UA = {"A": 400, "B": 300}  # of LIFT


def board(name):
    """BOARD of boards/<name>.py."""
    return getattr(__import__("boards." + name), name).BOARD


def refused(one, pins):
    """Whether a board of these pins is."""
    try:
        Board("b", one.chip, one.front_end, Pins(**pins))
    except ConfigError:
        return True
    return False


def check_data(name):
    one = board(name)
    assert one.name == name and 0 < one.peak_ua <= one.afe.PEAK_UA
    pins = one.pins.gpio
    assert ("hv_en" in pins) == one.afe.REGULATED
    for role in pins:
        assert getattr(one.pins, role) == pins[role]
        without = {r: pins[r] for r in pins if r != role}
        assert refused(one, without) == (role not in ("sda", "scl", "uart_tx", "uart_rx"))
    assert refused(one, dict(pins, alive=pins["run"]))


def check_session(name):
    """LIFT at its highest level, into 5 kOhm."""
    one = board(name)
    bench = Bench(5000, one)
    bench.ask(START)
    bench.until(RUN)
    for _ in range(10):
        bench.ask(LEVEL_UP)
    most = [0]

    def watch():
        most[0] = max(most[0], abs(bench.skin_ua()))

    bench.run(600, watch)
    assert bench.course.state == RUN and not bench.engine.faults
    assert MOST_UA[one.front_end] - 2 <= most[0] <= MOST_UA[one.front_end] + 1
    bench.engine.trip(0)
    assert bench.skin_na() == 0 and bench.course.state != IDLE


def test_the_pico():
    check_data("pico")


def test_data_of_every_board():
    assert "pico" in names() and "esp32" in names()
    for name in names():
        check_data(name)


def test_a_role_or_a_pin_that_the_chip_has_not_is_refused():
    for name in ("pico", "esp32"):
        one = board(name)
        pins = one.pins.gpio
        assert not refused(one, pins)
        assert refused(one, dict(pins, lamp=1))
        assert refused(one, dict(pins, run=99))
    assert refused(one, dict(pins, run=6))  # the flash of an ESP32 is there


def test_a_session_on_every_kind_of_board():
    for name in ("pico", "pico_b", "pico2", "esp32", "esp32_b", "esp32_s3"):
        check_session(name)
