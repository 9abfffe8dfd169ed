"""The verdict on a device's life: each check is a line, what was seen, and whether it is well."""

import math
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from galva.app.ring import FILE_BYTES, FILES
from galva.core.limits import DAY_MS
from host_tests.long.script import NO_SKIN, Session, Visit
from tools.journal import records

WRAP_MS, WRAP_US = 1 << 30, 1 << 30
LATE_MS = 25.0  # a window of 20 ms, and a tick
OF_CHARGE = 0.03  # the device measures what flows: shunt and converter
CYCLES = 100_000  # of a sector of the Pico's W25Q16JV (data sheet, revision H, "Features")


class Check(NamedTuple):
    """One line of the report."""

    what: str
    seen: str
    well: bool


class Life(NamedTuple):
    """What is judged. held: (objects, bytes) at the end of each day; usage: of the last one."""

    epoch_ms: int
    end_ms: float
    sessions: list[Session]
    held: list[tuple[int, int]]
    writes: "Counter[str]"
    changes: int
    usage: dict[str, Any]
    files: dict[str, bytes]


def checks(life: Life) -> list[Check]:
    """All of them."""
    found = (_ends, _lengths, _waves, _charges, _wraps, _memory, _journal, _lines, _today, _writes)
    return [check(life) for check in found]


def _ends(life: Life) -> Check:
    wrong = [session for session in life.sessions if session.ended != session.visit.ended]
    told = f"{len(life.sessions)} sessions, {len(wrong)} ended otherwise than was meant"
    return Check("each session ended as it was meant to", told, not wrong)


def _whole(life: Life) -> list[Session]:
    return [session for session in life.sessions if session.visit.ended == "time up"]


def _lengths(life: Life) -> Check:
    off = [abs(s.treated_ms - 1000 * s.visit.planned_s) for s in _whole(life)]
    told = f"{len(off)} whole sessions, at most {max(off):.1f} ms from their length, by the skin"
    return Check("session lengths", told, max(off) <= LATE_MS)


def _alike(life: Life) -> Iterator[tuple[Visit, list[Session]]]:
    """Sessions that were asked for alike, and went by themselves."""
    whole = [session for session in _whole(life) if not session.visit.lift_s]
    for visit, group in groupby(sorted(whole, key=lambda s: s.visit), key=lambda s: s.visit):
        yield visit, list(group)


def _steps(session: Session) -> list[tuple[float, int, int]]:
    """(us that it lasts, code, bridge) of each step of the mode; the probe's last one is cut."""
    wave = session.wave
    return [(b[0] - a[0], a[1], a[2]) for a, b in pairwise(wave)]


def _same(one: Session, other: Session) -> bool:
    """To the last us and code; but for a rest of the probe's phase before the first step."""
    a, b = _steps(one), _steps(other)
    n = min(len(a), len(b)) - 1
    return n > 0 and abs(len(a) - len(b)) <= 1 and a[-n:] == b[-n:]


def _waves(life: Life) -> Check:
    compared = other = 0
    for _visit, group in _alike(life):
        compared += len(group) - 1
        other += sum(not _same(group[0], session) for session in group[1:])
    told = f"{compared} sessions beside the first of their kind, {other} with another step"
    return Check("what the DAC and the bridge played, to the us and the code", told, not other)


def _charges(life: Life) -> Check:
    drift = max(
        abs(session.abs_uc / group[0].abs_uc - 1)
        for _visit, group in _alike(life)
        for session in group
    )
    whole = [s for visit, group in _alike(life) for s in group if visit.mode != "INFUSE"]
    net_uc = max(abs(session.net_uc) for session in whole)  # a lift-off cuts a phase in two
    told = f"at most {1e6 * drift:.3f} ppm from the first of its kind; net at most {net_uc:.2f} uC"
    return Check("charge through the skin", told, drift < 1e-6 and net_uc < 1)


def _wraps(life: Life) -> Check:
    def within(wrap: int, scale: int) -> list[Session]:
        """Sessions in which the counter, epoch and all, went through zero."""
        return [
            s
            for s in life.sessions
            if s.treated_ms
            and math.floor((life.epoch_ms + s.begin_ms) * scale / wrap)
            < math.floor((life.epoch_ms + s.end_ms) * scale / wrap)
        ]

    ms, us = within(WRAP_MS, 1), within(WRAP_US, 1000)
    in_us = int((life.epoch_ms + life.end_ms) * 1000 / WRAP_US)
    in_us -= int(life.epoch_ms * 1000 / WRAP_US)
    names = ", ".join(f"{session.visit.mode} of day {session.day + 1}" for session in ms)
    told = f"2^30 ms in {len(ms)} session ({names}); 2^30 us {in_us} times, {len(us)} in a session"
    return Check("wraps of the clock", told, len(ms) == 1 and len(us) > 0)


def _memory(life: Life) -> Check:
    """From the second day on: the first of all brings what stays."""
    kept = life.held[len(life.held) // 3 :]
    objects = kept[-1][0] - kept[0][0]
    size = kept[-1][1] - kept[0][1]
    told = f"{kept[-1][0]} objects, {objects:+d}; {kept[-1][1]} bytes, {size:+d}, in "
    told += f"{len(kept) - 1} days"
    return Check("held by the device's modules", told, abs(objects) <= 30 and abs(size) <= 2048)


def _lines_kept(life: Life) -> records.Journal:
    names = [f"journal.{slot}" for slot in range(FILES)]
    text = "\n".join(life.files.get(name, b"").decode() for name in names)
    return records.read(text.split("\n"), "journal")


def _journal(life: Life) -> Check:
    """What is kept is the newest, without a gap, and only as much is gone as has to be."""
    journal = _lines_kept(life)
    seqs = [record["seq"] for record in journal.records]
    n = len(life.sessions)
    sound = seqs == list(range(n - len(seqs) + 1, n + 1)) and not journal.troubles
    longest = max(len(line) for line in life.files["journal.0"].split(b"\n")) + 2
    least = min(n, (FILES - 1) * (FILE_BYTES // longest))
    gone = n - len(seqs)
    told = f"{n} lines, {gone} rotated out, {len(seqs)} kept without a gap (at least {least})"
    return Check("journal", told, sound and len(seqs) >= least)


def _lines(life: Life) -> Check:
    """Each kept line beside the skin of its session."""
    wrong = []
    for record in _lines_kept(life).records:
        session = life.sessions[record["seq"] - 1]
        treated = abs(1000 * record["treated_s"] + 500 - session.treated_ms) <= 500 + LATE_MS
        off_uc = abs(record["abs_uc"] - session.abs_uc)
        charge = off_uc <= OF_CHARGE * session.abs_uc + 5
        if not (treated and charge and record["ended"] == session.ended):
            wrong.append(record["seq"])
    told = f"{len(wrong)} differ in treated time, charge or end {wrong[:5] or ''}".strip()
    return Check("journal's lines beside the skin", told, not wrong)


def _today(life: Life) -> Check:
    day = life.sessions[-1].day
    ms = sum(session.treated_ms for session in life.sessions if session.day == day)
    last = {
        d: sum(s.day == d and s.visit != NO_SKIN for s in life.sessions) for d in range(day + 1)
    }
    week = sum(last[d] for d in range(max(0, day - 6), day + 1))
    usage = life.usage
    well = abs(1000 * usage["today_s"] + 500 - ms) <= 500 + 200 and usage["week"] == week
    told = (
        f"today {usage['today_s']} s ({ms / 1000:.1f} by the skin), week {usage['week']} sessions"
    )
    return Check("totals of the over-use guard", told, well and ms <= DAY_MS + 1000)


def _writes(life: Life) -> Check:
    """No record more often than what changed asks for."""
    n, days = len(life.sessions), life.sessions[-1].day + 1
    faults = sum(session.visit.ended == "fault" for session in life.sessions)
    most = {"settings": life.changes, "journal": n, "usage": 2 * n + days, "fault": 2 * faults}
    told = ", ".join(f"{name} {life.writes[name]} (at most {most[name]})" for name in most)
    more = set(life.writes) - set(most)
    well = not more and all(life.writes[name] <= most[name] for name in most)
    return Check("writes to flash", told + (f"; and {sorted(more)}" if more else ""), well)


def wear_years(life: Life) -> float:
    """Until the first sector has its CYCLES, if each write erased one and the same sector."""
    days = life.sessions[-1].day + 1
    return CYCLES / (sum(life.writes.values()) / days) / 365
