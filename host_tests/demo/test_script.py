"""The person's script, on the fakes."""

from itertools import pairwise

import pytest

from galva.core.modes import MODES
from host_tests.fake_rig import FakeRig
from tools.demo import findings, script, table
from tools.demo.recording import Recording, spans
from tools.rigs import Stuck

STATES = (
    ("SELF_TEST", "IDLE", "SELF_TEST", "CHECK", "IDLE", "SELF_TEST", "CHECK", "RAMP_UP", "RUN")
    + ("HOLD", "RAMP_UP", "RUN", "RAMP_DOWN", "IDLE")
)  # fmt: skip


def test_a_session_goes_through_all_states(recording: Recording) -> None:
    assert tuple(span.state for span in recording.spans) == STATES


def test_all_findings_pass_on_the_fakes(recording: Recording) -> None:
    assert [f.name for f in findings.judge(recording) if not f.ok] == []


def test_steps_follow_each_other(recording: Recording) -> None:
    assert all(a.end_us == b.begin_us for a, b in pairwise(recording.done))


def test_the_table_shows_what_the_skin_got_in_each_step(recording: Recording) -> None:
    rows = {row[1]: row for row in table.rows(recording)}
    assert rows["It runs at level 3"][2:8] == ("RUN", "LIFT 3", "126", "127", "yes", "11.0 kΩ")
    held = rows["Electrodes lifted: it holds"]
    assert held[2] == "HOLD" and held[5:8] == ("0", "no", "open")
    refused = rows["Refused: amber light, two low beeps"]
    assert refused[5:] == ("0", "no", "open", "no contact; 500 Hz")


@pytest.mark.parametrize("seconds", [40, 120, script.FULL_S - 1])
def test_the_script_takes_the_seconds_asked_for(seconds: int) -> None:
    steps = script.script(seconds)
    assert script.expected_ms(steps) == pytest.approx(seconds * 1000)
    assert steps[-2].button == "START"


def test_a_full_session_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODES[0], "session_ms", 20_000)
    monkeypatch.setattr(script, "FULL_S", 20)
    rig = FakeRig(monkeypatch)
    steps = script.script(20)
    try:
        ended = script.perform(rig, steps, lambda _ms, _step: None).done[-1].status["ended"]
    finally:
        rig.close()
    assert ended == "time up"
    assert rig.now_ms == pytest.approx(script.expected_ms(steps), abs=1000)


def test_progress_comes_in_small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch)
    rig.run(3000)
    seen_ms = [rig.now_ms]
    step = script.Step("START held", 250, "START", 650, until="CHECK")
    try:
        script.Person(rig, lambda ms, _step: seen_ms.append(ms)).do(step)
    finally:
        rig.close()
    assert max(b - a for a, b in pairwise(seen_ms)) <= script.SLICE_MS + 4  # a page of the screen


def test_a_device_that_does_not_follow_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch)
    try:
        with pytest.raises(Stuck, match=r"waits for RUN: the device is in IDLE"):
            script.Person(rig, lambda _ms, _step: None).do(script.Step("It runs", 1, until="RUN"))
    finally:
        rig.close()


def test_a_fault_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch)
    rig.touch("good")
    rig.at(5600, lambda: rig.usb(True))
    start = script.Step("START", 250, "START", 650, until="CHECK")
    try:
        person = script.Person(rig, lambda _ms, _step: None)
        person.do(script.Step("power on", 3400, until="IDLE"))
        person.do(start)
        with pytest.raises(Stuck, match=r"FAULT, USB_POWER: \w+"):
            person.do(script.Step("waits too long", 50_000, until="HOLD"))
    finally:
        rig.close()
    assert rig.now_ms < 6600


def test_spans_join_equal_states() -> None:
    statuses = [(0.0, {"state": "IDLE"}), (5.0, {"state": "IDLE"}), (9.0, {"state": "RUN"})]
    assert spans(statuses, 20_000) == [("IDLE", 0, 9000), ("RUN", 9000, 20_000)]
