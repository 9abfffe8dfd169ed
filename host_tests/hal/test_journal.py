"""Every session is a line of the journal, written when nothing is energised."""

import errno
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from galva.core import course
from host_tests.fake_rig import FakeRig, commissioned
from host_tests.scenarios.sessions import lift_off, power_on, start, until

Make = Callable[..., FakeRig]
SETTLED_MS = 500


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    rigs: list[FakeRig] = []

    def made(files: dict[str, bytes] | None = None, skin: str = "good") -> FakeRig:
        rigs.append(FakeRig(monkeypatch, skin=skin, files=files))
        power_on(rigs[-1])
        return rigs[-1]

    yield made
    for rig in rigs:
        rig.close()


def journal(rig: FakeRig) -> list[dict[str, Any]]:
    """What is in the files, oldest first."""
    files = rig.files()
    texts = (files.get(f"journal.{slot}", b"").decode() for slot in range(8))
    records = [json.loads(line) for text in texts for line in text.split("\n") if line]
    return sorted(records, key=lambda record: int(record["seq"]))


def run_of(rig: FakeRig, ms: float) -> None:
    start(rig)
    until(rig, "RUN", 8000)
    rig.run(ms)


def stop(rig: FakeRig) -> None:
    rig.press("START")
    until(rig, "IDLE", 5000)
    rig.run(SETTLED_MS)


def test_a_session_is_a_line_with_what_the_skin_got(make: Make) -> None:
    rig = make()
    begin_us = rig.now_ms * 1000
    run_of(rig, 3000)
    rig.press("PLUS")
    lift_off(rig)
    rig.touch("good")
    until(rig, "RUN", 5000)
    rig.run(4000)
    assert not journal(rig)
    stop(rig)
    (record,) = journal(rig)
    due = {"seq": 1, "t": -1, "mode": "LIFT", "level": 2, "routine": "none", "bench": False}
    due |= {"losses": 1, "fault": "", "ended": "stopped", "calibrated": True}
    assert {name: record[name] for name in due} == due
    rows = rig.front.trace.between(begin_us, rig.now_ms * 1000)
    given_uc = sum(
        abs(a.delivered_ua) * (b.t_us - a.t_us) / 1e6 for a, b in pairwise(rows) if a.bridge & 4
    )
    assert abs(record["abs_uc"] - given_uc) < 0.15 * given_uc
    assert abs(record["net_uc"]) < 5
    assert record["dose"] == record["abs_uc"] * 100 // 6000
    assert 8 <= record["treated_s"] <= 12 and 0 <= record["up_s"] <= 3
    assert 800 <= record["ohm_min"] <= record["ohm_median"] <= record["ohm_max"] < 40_000
    assert rig.status["ohm"] == 999_999  # while that of the skin was kept


def test_a_refused_session_and_a_bench_session_are_lines_and_a_test_is_none(make: Make) -> None:
    rig = make(skin="open")
    start(rig)
    until(rig, "CHECK", 2000)
    until(rig, "IDLE", 5000)
    rig.run(SETTLED_MS)
    rig.usb(True)
    run_of(rig, 1000)
    stop(rig)
    refused, bench = journal(rig)
    assert refused["ended"] == "no contact" and not refused["bench"]
    assert refused["treated_s"] == refused["ohm_max"] == 0
    assert refused["abs_uc"] <= 1  # the probe, until the relay has left the dummy
    assert bench["bench"] and bench["ended"] == "stopped"
    assert abs(bench["ohm_median"] - 10_000) < 1500


def test_a_fault_is_a_line(make: Make) -> None:
    rig = make()
    run_of(rig, 2000)
    rig.usb(True)
    rig.run(600)
    assert rig.status["state"] == "FAULT"
    (record,) = journal(rig)
    assert record["ended"] == "fault" and record["fault"] == "USB_POWER"
    assert record["treated_s"] >= 1 and record["abs_uc"] > 50


def test_a_fault_before_the_application_looks_is_a_line(make: Make) -> None:
    """START is obeyed and trips between two looks of the application."""
    rig = make()
    engine = rig.device.ticker._timer._callback.__self__
    engine.request = course.START
    rig.world.advance(10_000)
    engine.trip(2)
    rig.run(600)
    (record,) = journal(rig)
    assert record["ended"] == "fault" and record["fault"] == "MISMATCH"


def test_nothing_is_written_while_energised(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    rig = make(commissioned() | {"journal.0": b"".join(old_line(n) for n in range(1, 10))})
    store, seen = rig.device.store, []

    def spied(name: str) -> None:
        write = getattr(store, name)

        def wrapped(*arguments: Any) -> None:
            rig.front.advance(rig.world.now_us)
            front = rig.front
            seen.append((front.hv_on, front.relay_closed, front.code, front.bridge))
            write(*arguments)

        monkeypatch.setattr(store, name, wrapped)

    for name in ("append", "replace", "save"):
        spied(name)
    for _ in range(4):
        run_of(rig, 200)
        stop(rig)
    assert len(journal(rig)) == 13 and "journal.1" in rig.files()
    assert len(seen) >= 8 and set(seen) == {(False, False, 0, 0)}


def test_a_start_right_after_the_end_loses_no_line(make: Make) -> None:
    """The next session begins before the last one could be written: both lines, in order."""
    rig = make()
    engine = rig.device.ticker._timer._callback.__self__
    run_of(rig, 2000)
    engine.request = course.OFF
    while engine.course.state:
        rig.world.advance(1000)  # the application sees nothing of it
    engine.request = course.START
    rig.run(100)
    assert engine.course.sessions == 2 and not engine.course.quiet and not journal(rig)
    until(rig, "RUN", 5000)
    stop(rig)
    rig.run(100)
    first, second = journal(rig)
    assert (first["seq"], second["seq"]) == (1, 2)
    assert first["treated_s"] >= 2 and first["abs_uc"] > 50 and first["ohm_median"] > 800
    assert second["ended"] == "stopped" and second["up_s"] >= first["up_s"] + 2


def test_it_goes_on_after_a_power_cut(make: Make) -> None:
    rig = make()
    run_of(rig, 300)
    stop(rig)
    run_of(rig, 300)  # this one is lost
    again = make(rig.files())
    run_of(again, 300)
    stop(again)
    assert [record["seq"] for record in journal(again)] == [1, 2]


def old_line(seq: int, fill: int = 330) -> bytes:
    from crcline import line

    return b"\n" + line({"seq": seq, "fill": "x" * fill}).encode()


def test_rotation_is_counted_and_the_longest_line_fits(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from galva.app.journal import Journal

    made: list[Journal] = []
    build = Journal.__init__

    def seen(self: Journal, *arguments: Any) -> None:
        made.append(self)
        build(self, *arguments)

    monkeypatch.setattr(Journal, "__init__", seen)
    full = {f"journal.{k}": b"".join(old_line(11 * k + n) for n in range(1, 12)) for k in range(8)}
    rig = make(commissioned() | full)
    (own,) = made
    assert (own.count, own.dropped) == (88, 0)
    run_of(rig, 300)
    stop(rig)
    assert (own.count, own.dropped) == (78, 11)
    seqs = [json.loads(text)["seq"] for text in own.lines()]
    assert seqs == list(range(12, 90))
    again = Journal(own._engine, rig.device, own._settings)
    assert (again.count, again.dropped) == (78, 11)


def test_the_longest_record_is_within_a_line() -> None:
    from crcline import line

    from galva.app.ring import LINE_BYTES
    from galva.core import faults

    names = [row[1] for row in faults.TABLE]
    most = {"seq": 10**9, "t": 3 * 10**9, "up_s": 10**9, "mode": '"' * 12, "level": 10}
    most |= {"routine": '"' * 24, "bench": False, "treated_s": 600, "abs_uc": 10**9}
    most |= {"net_uc": -(10**9), "dose": 10**7, "ohm_min": 999_999, "ohm_median": 999_999}
    most |= {"ohm_max": 999_999, "losses": 9999, "fault": max(names, key=len)}
    most |= {"ended": "contact lost", "calibrated": False}
    assert len(line(most)) <= LINE_BYTES


@pytest.mark.hazard("H31")
def test_a_full_disk_is_told_and_the_line_comes_later(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = make(commissioned() | {"journal.0": old_line(1)})
    append = rig.device.store.append

    def full(_name: str, _text: str) -> None:
        raise OSError(errno.ENOSPC, "ENOSPC")

    monkeypatch.setattr(rig.device.store, "append", full)
    for _ in range(2):
        run_of(rig, 300)
        stop(rig)
    assert rig.console.count("journal: not stored, OSError(28") == 2
    assert "remove files" in rig.console and rig.files()["journal.0"] == old_line(1)
    monkeypatch.setattr(rig.device.store, "append", append)
    run_of(rig, 300)
    stop(rig)
    rig.run(100)
    assert [record["seq"] for record in journal(rig)] == [1, 2, 3, 4]


@pytest.mark.hazard("H31")
def test_damage_is_told_and_the_rest_is_kept(make: Make) -> None:
    files = {"journal.0": old_line(1) + b"\n{garbage}\n" + old_line(3)}
    rig = make(commissioned() | files | {"journal.4": b"\xff" * 50_000})
    assert "journal.0: 1 damaged lines: left aside" in rig.console
    assert "journal.4: 1 damaged lines: left aside" in rig.console
    run_of(rig, 300)
    stop(rig)
    assert rig.files()["journal.0"].startswith(files["journal.0"])
    assert b'"seq": 4' in rig.files()["journal.0"]
