"""The held current of calibration on fakes: what the skin gets, and every way in which it ends."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.links import answers, ask, command
from host_tests.scenarios.sessions import assert_off, most_ua, power_on
from tools.builds.commission import FILE, READ_FILE, read_line
from tools.sim.skin import Skin

RESISTOR = Skin(10_000)
HOLD_MOST_MS = 10_000 + 300 + 50  # its zero before it, and a tick or two
NOMINAL: dict[str, Any] = {"dac_pa": 183_350, "zero_na": 1500, "i_pa": 181_500, "i_zero_na": 0}


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRig]:
    rig = FakeRig(monkeypatch, files={READ_FILE: read_line()})
    power_on(rig)
    rig.run(300)
    yield rig
    rig.close()


def load_ua(rig: FakeRig) -> float:
    return rig.front.afe.load_ua


def until_ua(rig: FakeRig, ua: float, most_ms: float) -> None:
    """Until the load carries at least so much."""
    end_ms = rig.now_ms + most_ms
    while abs(load_ua(rig)) < ua:
        assert rig.now_ms < end_ms, (load_ua(rig), rig.status)
        rig.run(1)


def into_dummy(rig: FakeRig, ua: int = 450, minus: int = 0) -> None:
    assert ask(rig, do="hold", ua=ua, minus=minus, jacks=0)["ok"]
    until_ua(rig, ua * 0.9, 1000)


def ask_for_jacks(rig: FakeRig, ua: int = 450) -> None:
    answer = ask(rig, "uart", do="hold", ua=ua, minus=0, jacks=1)
    assert answer["now"] == "hold START on the device within 10 s"


def into_jacks(rig: FakeRig, ua: int = 450) -> None:
    rig.touch(RESISTOR)
    ask_for_jacks(rig, ua)
    rig.press("START", 650)
    until_ua(rig, ua * 0.9, 4000)
    assert rig.front.relay_closed


# ---- the dummy


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("usb", [True, False])
def test_the_dummy_carries_it_and_the_skin_nothing(rig: FakeRig, usb: bool) -> None:
    rig.usb(usb)
    rig.touch("good")
    begin_ms = rig.now_ms
    for minus, sign in ((0, 1), (1, -1)):
        into_dummy(rig, 450, minus)
        assert load_ua(rig) == pytest.approx(sign * 448, abs=3)  # though uncalibrated
        reading = ask(rig, do="reading")
        assert reading["held"] and reading["code"] == rig.front.code
        rig.send(b"STOP\n")
        rig.run(300)
        assert_off(rig)
    assert most_ua(rig, begin_ms) == 0
    assert not rig.status["fault"]


def test_the_counts_are_those_of_the_current(rig: FakeRig) -> None:
    into_dummy(rig, 100)
    rig.run(500)
    reading = ask(rig, do="reading")
    due = [rig.front.afe.channels_mv()[k] / 3300 * 4096 for k in range(3)]
    assert [sum_ / reading["n"] for sum_ in reading["counts"]] == pytest.approx(due, abs=2)
    assert reading["na"] / 1000 == pytest.approx(load_ua(rig), abs=3)


@pytest.mark.hazard("H12")
def test_nobody_asks_any_more_and_it_ends_in_10_s(rig: FakeRig) -> None:
    """The host is gone: the tick counts, not the link."""
    into_dummy(rig)
    begin_ms = rig.now_ms
    rig.run(9500)
    assert load_ua(rig) > 440
    while rig.front.code:
        rig.run(5)
        assert rig.now_ms - begin_ms < HOLD_MOST_MS
    assert_off(rig)


def says(word: bytes, link: str) -> Callable[[FakeRig], None]:
    return lambda rig: rig.send(word + b"\n", link)


ENDS: dict[str, Callable[[FakeRig], None]] = {
    "STOP on usb": says(b"STOP", "usb"),
    "STOP on uart": says(b"STOP", "uart"),
    "OFF on usb": says(b"OFF", "usb"),
    "START": lambda rig: rig.hold("START"),
    "MODE": lambda rig: rig.hold("MODE"),
}


@pytest.mark.hazard("H35")
@pytest.mark.parametrize(
    ("end", "jacks"),
    [
        ("STOP on usb", False),
        ("OFF on usb", False),
        ("START", False),
        ("STOP on uart", True),
        ("START", True),
        ("MODE", True),
    ],
)
def test_it_ends_at_once(rig: FakeRig, end: str, jacks: bool) -> None:
    (into_jacks if jacks else into_dummy)(rig)
    rig.run(500)
    ENDS[end](rig)
    rig.run(70)
    assert (rig.front.code, rig.front.bridge, rig.front.hv_on) == (0, 0, False)
    assert_off(rig)
    rig.run(2500)
    assert_off(rig)  # and holding the button starts nothing


def test_a_board_without_a_record_may_hold_450_ua_in_the_dummy_and_no_session_more_than_100(
    rig: FakeRig,
) -> None:
    into_dummy(rig, 450)
    ask(rig, do="stop")
    rig.run(500)
    assert rig.status["calibrated"] is False
    assert most_ua(rig, 0) <= 13  # the gate's own test


# ---- the jacks


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("jacks", ["good", "typical", "poor", "dry", "short", "open", "12k"])
def test_what_is_no_10_kohm_gets_100_ua_at_most_and_no_hold(rig: FakeRig, jacks: str) -> None:
    rig.touch(jacks)
    begin_ms = rig.now_ms
    ask_for_jacks(rig)
    rig.press("START", 650)
    rig.run(3000)
    reading = ask(rig, do="reading")
    assert not reading["held"] and "jacks" in reading["why"]
    rows = rig.front.trace.between(begin_ms * 1000, rig.now_ms * 1000)
    coarse = jacks == "typical"  # 11 kOhm: 10 uA cannot tell it
    assert max(abs(row.setpoint_ua) for row in rows if row.relay_closed) <= (110 if coarse else 13)
    assert most_ua(rig, begin_ms) <= 300  # what dry skin had stored of 10 uA
    assert not rig.status["fault"]
    assert_off(rig)


@pytest.mark.hazard("H34")
def test_no_current_at_the_jacks_unless_start_is_held(rig: FakeRig) -> None:
    rig.touch(RESISTOR)
    begin_ms = rig.now_ms
    ask_for_jacks(rig)
    rig.run(3000)
    assert ask(rig, do="reading")["waits"]
    rig.press("START", 200)  # too short
    rig.run(10_000)
    assert most_ua(rig, begin_ms) == 0 and load_ua(rig) == 0


@pytest.mark.hazard("H34")
def test_a_request_that_lapsed_begins_nothing_but_a_session(rig: FakeRig) -> None:
    rig.touch(RESISTOR)
    ask_for_jacks(rig)
    rig.run(10_100)
    begin_ms = rig.now_ms
    rig.press("START", 650)
    rig.run(8000)
    assert rig.status["state"] == "RUN"
    assert most_ua(rig, begin_ms) <= 110  # uncalibrated


@pytest.mark.hazard("H2")
def test_lifted_off_it_is_crowbarred_within_2_ms(rig: FakeRig) -> None:
    for delay_ms in (300, 307.3):
        rig.run(300)
        into_jacks(rig)
        rig.run(delay_ms)
        begin_ms = rig.now_ms
        rig.lift()
        while rig.front.bridge & 4:
            rig.run(0.25)
        assert rig.now_ms - begin_ms <= rig.lift_off_ms
        rig.run(100)
        rig.touch("good")  # what comes then gets nothing
        begin_ms = rig.now_ms
        rig.run(500)
        assert most_ua(rig, begin_ms) == 0
        assert_off(rig)
        assert not rig.status["fault"]


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("skin", ["good", "30k"])
def test_another_load_during_it_ends_it(rig: FakeRig, skin: str) -> None:
    into_jacks(rig)
    rig.run(500)
    rig.touch(skin)
    rig.run(30)
    assert rig.front.bridge == 0 and rig.front.code == 0
    assert_off(rig)


@pytest.mark.hazard("H32")
def test_usb_power_during_it_trips(rig: FakeRig) -> None:
    into_jacks(rig)
    rig.usb(True)
    rig.run(50)
    assert_off(rig)
    assert rig.status["fault"] == "USB_POWER"


def test_usb_power_refuses_the_jacks(rig: FakeRig) -> None:
    rig.touch(RESISTOR)
    rig.usb(True)
    rig.run(50)
    why = ask(rig, "uart", do="hold", ua=100, minus=0, jacks=1)["refused"]
    assert "USB power" in why
    rig.usb(False)
    rig.run(50)
    ask_for_jacks(rig)
    rig.usb(True)  # between the request and the button
    rig.run(50)
    begin_ms = rig.now_ms
    rig.press("START", 650)
    rig.run(1500)
    assert most_ua(rig, begin_ms) == 0 and rig.front.code == 0


# ---- the rules


@pytest.mark.hazard("H8")
@pytest.mark.parametrize(
    ("fault", "name", "jacks"),
    [
        ("sink shorted", "OVERCURRENT", False),
        ("sink shorted", "OVERCURRENT", True),
        ("dac gain x2", "SELF_TEST", True),
        ("vref +10%", "", False),
        ("rs1 half", "SELF_TEST", True),
        ("hv 15V", "SELF_TEST", True),
        ("i channel low", "SELF_TEST", False),
        ("limiter open", "", True),
        ("dummy half", "SELF_TEST", False),
        ("dummy open", "SELF_TEST", False),
    ],
)
def test_what_breaks_during_it_switches_it_off(
    rig: FakeRig, fault: str, name: str, jacks: bool
) -> None:
    (into_jacks if jacks else into_dummy)(rig)
    rig.run(300)
    rig.front.inject(rig.now_ms * 1000, fault)
    rig.run(60)
    if fault == "vref +10%":  # inside the window of uncalibrated boards
        assert rig.front.code
        return
    assert (rig.front.code, rig.front.bridge) == (0, 0)
    assert_off(rig)
    if name:
        assert rig.status["fault"] == name


@pytest.mark.hazard("H25")
def test_a_tick_that_stops_ends_it(rig: FakeRig) -> None:
    into_dummy(rig)
    rig.device.ticker.stop()
    rig.run(20)
    assert rig.front.bridge == 0 and load_ua(rig) == 0


@pytest.mark.hazard("H22")
def test_an_exception_in_it_is_off(rig: FakeRig) -> None:
    from galva.core.hold import Hold

    into_jacks(rig)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Hold, "add", lambda *_: 1 // 0)
        rig.run(20)
    assert_off(rig)
    assert rig.status["fault"] == "TICK_ERROR"


@pytest.mark.hazard("H21")
def test_an_application_that_stops_ends_it(rig: FakeRig) -> None:
    into_jacks(rig)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("galva.core.engine.Engine.beat", lambda _self: None)
        rig.run(300)
    assert_off(rig)


REFUSED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"ua": 501, "minus": 0, "jacks": 0}, "error"),
    ({"ua": -1, "minus": 0, "jacks": 0}, "error"),
    ({"ua": 100, "minus": 2, "jacks": 0}, "error"),
    ({"ua": 100.0, "minus": 0, "jacks": 0}, "error"),
    ({"ua": 451, "minus": 0, "jacks": 1}, "refused"),
)


@pytest.mark.parametrize(("asked", "how"), REFUSED)
def test_too_much_is_refused(rig: FakeRig, asked: dict[str, Any], how: str) -> None:
    assert ask(rig, do="hold", **asked)[how]
    rig.press("START", 200)
    rig.run(1000)
    assert load_ua(rig) == 0


def test_it_is_refused_while_anything_runs_and_changes_nothing(rig: FakeRig) -> None:
    into_dummy(rig, 50)
    assert "stop it first" in ask(rig, do="hold", ua=450, minus=0, jacks=0)["refused"]
    rig.run(500)
    assert load_ua(rig) < 60
    assert "not now" in ask(rig, do="calibrate", **NOMINAL)["refused"]
    assert FILE not in rig.files()


@pytest.mark.parametrize("jacks", [0, 1])
def test_a_device_that_sleeps_or_has_a_fault_holds_nothing(rig: FakeRig, jacks: int) -> None:
    rig.press("START", 3100)
    assert rig.status["signal"] == "off"
    assert "press START" in ask(rig, do="hold", ua=100, minus=0, jacks=jacks)["refused"]
    rig.press("START")
    into_dummy(rig, 100)
    rig.front.inject(rig.now_ms * 1000, "sink shorted")
    rig.run(100)
    assert "OVERCURRENT" in ask(rig, do="hold", ua=100, minus=0, jacks=jacks)["refused"]


# ---- the record


def stored(rig: FakeRig, name: str = FILE) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(rig.files()[name])
    return record


@pytest.fixture
def boot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[FakeRig | None], FakeRig]]:
    """The device with the files of that one, switched on; None: a commissioned one."""
    rigs = []

    def boot(before: FakeRig | None) -> FakeRig:
        rig = FakeRig(monkeypatch, files=before.files() if before else None)
        rigs.append(rig)
        power_on(rig)
        rig.run(300)
        return rig

    yield boot
    for rig in rigs:
        rig.close()


@pytest.mark.hazard("H13")
def test_a_record_is_checked_stored_twice_and_read_back(
    rig: FakeRig, boot: Callable[[FakeRig | None], FakeRig]
) -> None:
    for k, slot in enumerate((FILE, FILE.replace(".a", ".b"), FILE), 1):
        answer = ask(rig, do="calibrate", **{**NOMINAL, "zero_na": 1500 + k})
        assert answer["record"]["zero_na"] == 1500 + k and answer["record"]["reference"] == []
        assert stored(rig, slot)["counter"] == k
    assert ask(rig, do="hello")["calibrated"] is False
    assert "switch it off" in ask(rig, do="reference")["refused"]
    again = boot(rig)
    assert ask(again, do="hello")["calibrated"] is True
    assert ask(again, do="calibrate", **{**NOMINAL, "zero_na": 1400})["ok"]
    assert "switch it off" in ask(again, do="reference")["refused"]
    assert ask(again, do="calibrate", **{**NOMINAL, "zero_na": 1503})["ok"]
    again = boot(again)
    answer = ask(again, do="reference")
    assert len(answer["record"]["reference"]) == 45 and answer["record"]["zero_na"] == 1503
    third = boot(again)
    assert third.device.cal.reference == tuple(answer["record"]["reference"])
    assert not third.status["fault"]


@pytest.mark.hazard("H13")
@pytest.mark.parametrize(
    "wrong", [{"dac_pa": 168_681}, {"i_pa": 196_021}, {"zero_na": 5501}, {"i_zero_na": "0"}]
)
def test_a_bad_record_is_refused_and_the_old_one_stays(
    rig: FakeRig, wrong: dict[str, Any]
) -> None:
    assert ask(rig, do="calibrate", **NOMINAL)["ok"]
    before = rig.files()
    answer = ask(rig, do="calibrate", **{**NOMINAL, **wrong})
    assert next(iter(wrong)) in answer["error" if "error" in answer else "refused"]
    assert rig.files() == before


def test_a_full_flash_is_told_and_the_old_one_stays(
    rig: FakeRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(rig, do="calibrate", **NOMINAL)["ok"]
    before = stored(rig)

    def full(*_: object) -> None:
        raise OSError(28, "ENOSPC")

    monkeypatch.setattr(rig.device.store, "save", full)
    assert "remove files" in ask(rig, do="calibrate", **NOMINAL)["refused"]
    assert stored(rig) == before


@pytest.mark.hazard("H13")
def test_a_reference_needs_a_whole_test_that_passed(
    boot: Callable[[FakeRig | None], FakeRig],
) -> None:
    rig = boot(None)
    into_dummy(rig)  # which is no test, and spoils none
    ask(rig, do="stop")
    rig.run(500)
    assert ask(rig, do="reference")["ok"]
    ask(rig, do="test")
    rig.run(300)
    ask(rig, do="stop")
    rig.run(500)
    assert ask(rig, do="reference")["refused"]


def test_the_whole_test_tells_each_step(rig: FakeRig) -> None:
    assert ask(rig, do="test")["steps"] == 15
    rig.run(6000)
    seen = [ask(rig, do="tested", at=at) for at in range(15)]
    assert [one["name"] for one in seen][-3:] == ["S8", "S7", "S10"]
    assert {one["verdict"] for one in seen} == {"passed"}
    assert seen[4]["ua"] == pytest.approx(101, abs=3)
    rig.front.inject(rig.now_ms * 1000, "dummy half")
    ask(rig, do="test")
    rig.run(3000)
    assert rig.status["fault"] == "SELF_TEST" and rig.status["step"] == "S3"
    failed = ask(rig, do="tested", at=3)
    assert failed["verdict"] == "failed" and failed["reached"] == 3 and failed["drop_mv"] < 330
    assert answers(rig, command(do="tested", at=15))[0]["error"]
