"""The application on fakes: buttons, and what happens when it dies."""

from itertools import pairwise

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.hal.crash import crash
from host_tests.scenarios.sessions import assert_off, start, until
from tools.sim.parts import FAULTS


def in_run(rig: FakeRig) -> None:
    rig.touch("good")
    start(rig)
    until(rig, "RUN", 5000)


@pytest.mark.hazard("H34")
def test_a_short_press_of_start_starts_nothing(rig: FakeRig) -> None:
    rig.press("START", 400)
    rig.run(300)
    assert rig.status["state"] == "IDLE" and not rig.front.hv_on


@pytest.mark.hazard("H35")
@pytest.mark.parametrize("name", ["START", "MODE"])
def test_both_stop_buttons_stop(rig: FakeRig, name: str) -> None:
    in_run(rig)
    rig.press(name)
    until(rig, "IDLE", 2000)
    assert_off(rig)


@pytest.mark.hazard("H6", "H35")
def test_a_second_press_does_not_wait_for_the_ramp(rig: FakeRig) -> None:
    in_run(rig)
    rig.press("START", 80)
    rig.press("START", 20)
    assert rig.status["state"] == "IDLE"


@pytest.mark.hazard("H34")
def test_the_press_that_stops_does_not_start_again(rig: FakeRig) -> None:
    in_run(rig)
    rig.press("START", 3000)
    rig.run(500)
    assert rig.status["state"] == "IDLE"
    assert_off(rig)


@pytest.mark.hazard("H5")
def test_levels_do_not_wrap_and_one_press_is_one_level(rig: FakeRig) -> None:
    for _ in range(12):
        rig.press("PLUS")
    assert rig.status["level"] == 10
    for _ in range(11):
        rig.press("MINUS")
    assert rig.status["level"] == 1


@pytest.mark.hazard("H34")
def test_a_button_down_at_power_on_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch)
    rig.world.inputs[rig.pins.start] = 0
    rig.run(3000)
    assert rig.status["state"] == "IDLE" and not rig.front.hv_on
    rig.release("START")
    rig.run(200)
    start(rig)
    assert rig.status["state"] != "IDLE"
    rig.close()


@pytest.mark.hazard("H5")
def test_a_level_change_in_run_ramps(rig: FakeRig) -> None:
    in_run(rig)
    rig.hold("PLUS")
    begin_us = rig.now_ms * 1000
    rig.run(400)
    rig.release("PLUS")
    rig.run(600)
    rows = rig.front.trace.between(begin_us, begin_us + 450_000)  # before the envelope falls
    steps = [
        abs(abs(b.setpoint_ua) - abs(a.setpoint_ua))
        for a, b in pairwise(row for row in rows if row.bridge > 4 and abs(row.setpoint_ua) > 40)
    ]
    assert rig.status["target_ua"] == 88
    assert max(steps) <= 10  # uA a period, of 38
    assert max(row.setpoint_ua for row in rows) > 70  # on its way: PLUS waits for MINUS first


@pytest.mark.hazard("H22")
def test_an_exception_in_the_application_ends_in_off(rig: FakeRig) -> None:
    in_run(rig)

    crash(rig)
    assert_off_without_app(rig)


def assert_off_without_app(rig: FakeRig) -> None:
    """The application is gone; time goes on without it."""
    rig.world.advance(100_000)
    rig.front.advance(rig.world.now_us)
    front = rig.front
    assert (front.code, front.bridge, front.hv_on, front.relay_closed) == (0, 0, False, False)
    assert rig.world.timers == []


@pytest.mark.hazard("H21", "H35")
def test_an_application_that_hangs_is_off_within_300_ms(rig: FakeRig) -> None:
    in_run(rig)
    rig.world.advance(300_000)  # ticks go on, the event loop does not
    rig.front.advance(rig.world.now_us)
    assert (rig.front.code, rig.front.bridge, rig.front.hv_on) == (0, 0, False)


@pytest.mark.hazard("H22")
def test_an_exception_in_the_tick_is_off_within_the_tick(
    rig: FakeRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_run(rig)

    def broken() -> None:
        raise OSError("sense")

    with monkeypatch.context() as patch:
        patch.setattr(rig.device.sense, "sample", broken)
        rig.run(6)  # the tick, and the sample that was already on its way
        front = rig.front
        assert (front.code, front.bridge, front.hv_on) == (0, 0, False)
        rig.run(700)
    assert rig.status["fault"] == "TICK_ERROR" and "sense" in rig.status["error"]


@pytest.mark.hazard("H21", "H22")
def test_a_dead_guard_is_off_by_the_fifo_and_a_fault_by_the_tick(rig: FakeRig) -> None:
    in_run(rig)
    rig.run(22)

    def broken(_sm: object) -> None:
        raise ValueError("guard")

    rig.world.stream.handler = broken
    rig.run(5)  # three words are queued, one is on its way
    assert (rig.front.code, rig.front.bridge) == (0, 0)
    rig.run(100)
    assert rig.status["fault"] == "STREAM_DRY" and not rig.front.gate_closed


@pytest.mark.hazard("H8", "H10", "H12", "H18", "H26")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_front_end_never_reaches_the_skin(rig: FakeRig, fault: str) -> None:
    """Broken after power-on, and found by the quick part before the session."""
    rig.front.inject(rig.world.now_us, fault)
    rig.touch("good")
    begin_us = rig.now_ms * 1000
    start(rig)
    rig.run(3000)
    peak_ua = rig.front.trace.peak_ua(begin_us, rig.now_ms * 1000)
    if fault in SILENT:
        assert rig.status["fault"] == "" and peak_ua <= SILENT[fault]
        return
    assert_found(rig)
    assert peak_ua <= (25 if fault == "relay welded" else 0)
    assert_off_but(rig, fault)


@pytest.mark.hazard("H8", "H9", "H10", "H18", "H26")
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_is_broken_at_power_on_is_found_and_named(
    monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    rig = FakeRig(monkeypatch)
    rig.front.inject(rig.world.now_us, fault)
    rig.touch("good")
    until(rig, "FAULT", 4000)
    assert_found(rig)
    assert rig.front.trace.peak_ua(0, rig.now_ms * 1000) <= 25
    assert_off_but(rig, fault)
    rig.press("START", 2300)
    rig.run(3000)
    assert rig.status["state"] == "FAULT"
    rig.close()


# What the quick part before a session cannot see, and what the skin then gets:
SILENT = {
    "relay open": 0,  # nothing
    "limiter short": 55,  # the level's 50 uA: only the second barrier is gone
}


def assert_found(rig: FakeRig) -> None:
    if rig.status["fault"] == "SELF_TEST":
        assert rig.status["step"][0] in "SG" and rig.status["part"]
    else:  # 620 uA are too much in a self-test as well
        assert rig.status["fault"] == "OVERCURRENT"
    assert rig.status["signal"] == "fault"


def assert_off_but(rig: FakeRig, fault: str) -> None:
    """Off as far as the microcontroller reaches: the pins say so whatever the circuit does."""
    rig.run(100)
    pins = rig.pins
    reaching = (pins.run, pins.pa, pins.pb, pins.alive, pins.hv_en)
    assert [rig.world.levels[gpio] for gpio in reaching] == [0] * 5
    assert rig.front.code == 0, fault
    assert abs(rig.front.delivered_ua) < 1e-9  # a skin gives back what it holds
