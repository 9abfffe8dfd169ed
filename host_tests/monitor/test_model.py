"""What the monitor knows of now and of the last minute, and what it says has changed."""

from datetime import datetime
from typing import Any

import pytest

from galva.app.layout import _BARS_OHM
from galva.core.session import STATES
from host_tests.monitor.told import HELLO, status
from tools.monitor import paint
from tools.monitor.changes import SESSION, changes
from tools.monitor.feed import Lost, Said, Settings
from tools.monitor.model import Model, Sample


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def model(watch: Watch) -> Model:
    return Model(watch, lambda: datetime(2026, 1, 2, 3, 4, 5))


def words(model: Model) -> list[str]:
    return [event.words for event in model.events]


CHANGES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({}, []),
    ({"ua": 0, "ohm": 9}, []),
    ({"state": "HOLD", "signal": "hold"}, [("lost", "RUN to HOLD: contact is lost, put it back")]),
    (
        {"state": "IDLE", "signal": "stopped", "ended": "stopped"},
        [("state", "RUN to IDLE: stopped, ended: stopped")],
    ),
    ({"signal": "gel drying"}, [("state", "gel is drying")]),
    ({"level": 4, "target_ua": 166}, [("plan", "LIFT level 4, 166 µA")]),
    ({"link": "usb: bench only"}, [("link", "usb: bench only")]),
    ({"zone": "cheek left"}, [("state", "zone: cheek left")]),
    ({"trouble": "disk full"}, [("fault", "trouble: disk full")]),
    ({"ms": 900}, [("fault", "the device started anew")]),
    (
        {"fault": "LEG", "cure": "check U2", "step": "bridge", "part": "U2"},
        [("fault", "LEG (bridge: U2): check U2")],
    ),
]


@pytest.mark.parametrize(("fields", "told"), CHANGES)
def test_each_change_is_one_line(fields: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert list(changes(status(5000), status(**{"ms": 5100} | fields))) == told


def test_a_cleared_fault_and_the_end_of_the_milliseconds() -> None:
    cleared = changes(status(fault="LEG", cure="check U2"), status(5100))
    assert list(cleared) == [("state", "LEG is cleared")]
    assert list(changes(status((1 << 30) - 50), status(50))) == []


def test_states_in_which_current_may_flow_are_those_of_the_device() -> None:
    assert {*SESSION, "IDLE", "FAULT"} == set(STATES)


def test_the_bar_is_that_of_the_device_s_screen() -> None:
    assert paint.BARS_OHM == _BARS_OHM
    assert paint.bar(1500, "GOOD") == "█" * 8 and paint.bar(1500, "OPEN") == "░" * 8
    assert paint.bar(30_000, "POOR") == "██░░░░░░"


def test_old_data_is_never_live(model: Model, watch: Watch) -> None:
    assert not model.live and "waiting" in paint.head(model).plain
    model.take(status(5000, set_ua=100, ua=100))
    assert model.live and "100 µA delivered" in paint.head(model).plain
    watch.s += 1.01
    model.look()
    head = paint.head(model).plain
    assert "NO DATA for 1 s" in head and "100" not in head and "not known" in head
    assert words(model)[-1] == "no data: what is shown is old"
    model.look()
    assert len(model.events) == 2
    watch.s += 3
    assert "NO DATA for 4 s" in paint.head(model).plain
    assert model.now_s == pytest.approx(9.01)  # the chart moves on, with a gap
    model.take(status(9100))
    assert model.live and words(model)[-1] == "the link is back"


def test_a_lost_port_is_told_once_with_its_cure(model: Model, watch: Watch) -> None:
    model.take(status())
    for _ in range(3):
        model.take(Lost("/dev/x: check the cable"))
    assert words(model)[1:] == ["the link is lost: /dev/x: check the cable"]
    watch.s += 2
    assert "check the cable" in paint.head(model).plain


def test_the_last_minute_is_kept_and_a_restart_forgets_it(model: Model) -> None:
    for ms in range(0, 90_000, 100):
        model.take(status(ms, set_ua=-50, ua=49, ohm=4000))
    assert 600 <= len(model.samples) <= 601
    assert model.samples[-1] == Sample(89.9, 50, 49, 4000)
    model.take(status(700, contact="OPEN", ohm=999_999))
    assert list(model.samples) == [Sample(0.7, 127, 126, None)]


def test_the_current_shown_is_the_most_of_the_last_second(model: Model) -> None:
    for ms, ua in ((0, 300), (100, 80), (900, 5), (1050, 3)):
        model.take(status(ms, ua=ua, set_ua=-ua - 1))
    assert model.peak_ua == (80, 81)


def test_stop_says_what_became_of_it(model: Model, watch: Watch) -> None:
    model.take(status())
    model.asked("stop")
    assert model.answer == "STOP: sent"
    watch.s += 0.04
    model.take(Said("stop"))
    assert model.answer == "STOP: done in 0.04 s" and words(model)[-1] == model.answer
    model.take(Said("level up", "not while IDLE"))
    assert model.answer == "level up: refused: not while IDLE"
    model.asked("off")
    watch.s += 1.1
    model.look()
    assert model.answer == "OFF: NO ANSWER: press START or MODE on the device"
    model.asked("stop")  # no data for 1.1 s
    assert "NO ANSWER" in model.answer


def test_dose_is_by_the_device_s_area(model: Model) -> None:
    """As core/dose: 60 uC are 1 uA min; 12 mC on 1 cm2 are 200 uA*min/cm2."""
    model.take(HELLO)
    model.take(status())
    shown = dict(paint.session(model))
    assert shown["dose"] == "0.200 mA·min/cm²" and shown["charge"] == "12.00 mC, net -2 µC"
    model.take(Settings({"area_mm2": 400}))
    assert dict(paint.session(model))["dose"] == "0.050 mA·min/cm²"
    model.take(Settings({"area_mm2": 0}))
    assert dict(paint.session(model))["dose"] == "0.200 mA·min/cm²"


def test_gel_is_measured_against_the_best_of_the_session(model: Model) -> None:
    for ms, ohm in ((0, 6000), (100, 4000), (200, 5000)):
        model.take(status(ms, ohm=ohm))
    assert paint.gel(model) == "well, +25 % over its least"
    model.take(status(300, ohm=9000, gel="drying"))
    assert paint.gel(model) == "drying, +125 % over its least"
    model.take(status(400, state="IDLE"))
    model.take(status(500, ohm=9000))
    assert paint.gel(model) == "well, +0 % over its least"


def test_why_the_skin_gets_nothing_is_shown(model: Model) -> None:
    from dataclasses import replace

    model.take(replace(HELLO, refused_output="USB power: sessions run into the dummy"))
    model.take(status(link="usb: bench only"))
    shown = {name: str(value) for name, value in paint.device(model)}
    assert shown["skin gets"] == "nothing: USB power: sessions run into the dummy"
    assert shown["power"] == "usb: bench only, over usb" and shown["battery"] == "3.90 V"
    model.take(status(state="FAULT", fault="LEG", cure="check U2"))
    assert str(dict(paint.device(model))["fault"]) == "LEG: check U2"
