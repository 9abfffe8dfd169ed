"""Sessions one after another on the emulated chip, the clock near its wraps."""

from collections.abc import Iterator
from typing import NamedTuple

from galva.core.routine import Routine
from tools.link.lines import sealed
from tools.long.device import Device
from tools.long.leap import WRAP_MS, now_us, start_at
from tools.long.perform import PIECE, PIECE_LIFTS, Watch, begin, perform, power_on
from tools.long.prompts import Tones, Treated, errors_ms

_LOADS_US = 3_000_000  # until the tick begins
BEGIN_US = 10_000_000  # from power-on until the first session runs, and a second
DAY_S = 9800 * 86_400 + 36_000  # local seconds since 2000-01-01
A_DAY_S = 900  # treated: then it is the next day, for a day's 20 minutes would end a session
LATE_MS, LOST_BYTES = 20.0, 512
CHARGE = 0.01  # between the first of a kind and the others: noise, and where the lift-offs cut


class Session(NamedTuple):
    """us: of the timer at both ends; abs_uc through the skin; free: bytes."""

    lifts: bool
    from_us: int
    to_us: int
    treated_ms: float
    planned_ms: float
    late_ms: list[float]
    wrong: str  # which prompts were not those of the routine
    abs_uc: float
    free: int
    late_us: int
    ended: str


def live(use_ms: float, routine: Routine, watch: Watch) -> tuple[list[Session], float]:
    """(sessions, ms of the chip's time) of one power-on; the clock wraps within the first."""
    before_us = BEGIN_US + 500_000 * routine.total_s
    device = Device(routine, ticks=(1 << 29) - (before_us - _LOADS_US) // 5000)
    rig = device.rig
    start_at(rig.chip, 1000 * WRAP_MS - before_us)
    power_on(rig)
    found: list[Session] = []
    while not found or (rig.now_ms < use_ms and not found[-1].wrong):
        watch(rig.now_ms, f"session {len(found) + 1}")
        days = len(found) * routine.total_s // A_DAY_S
        rig.send(sealed({"do": "time", "seconds": DAY_S + 86_400 * days}))
        lifts = routine == PIECE and len(found) % 2 == 1
        found.append(_session(device, routine, lifts, watch))
    return found, rig.now_ms


def _session(device: Device, routine: Routine, lifts: bool, watch: Watch) -> Session:
    rig = device.rig
    rig.forget(rig.now_ms)
    device.marks.clear()
    begin_us, charge_nc = now_us(rig.chip), rig.front.abs_charge_nc
    begin(rig)
    perform(rig, device.marks, PIECE_LIFTS if lifts else [], 1000.0 * routine.total_s, watch)
    treated = Treated(rig.front.trace, device.marks, 1000 * rig.now_ms)
    late_ms, wrong = _prompts(routine, rig.tones, treated)
    end_us = now_us(rig.chip)
    rig.lift()
    status = rig.status
    free, _ = device.heap()
    return Session(
        lifts,
        begin_us,
        end_us,
        treated.ms,
        1000.0 * routine.total_s,
        late_ms,
        wrong,
        (rig.front.abs_charge_nc - charge_nc) / 1000,
        free,
        int(status["late_us"]),
        str(status["ended"]),
    )


def _prompts(routine: Routine, tones: Tones, treated: Treated) -> tuple[list[float], str]:
    """(how late each was, what is wrong with them): the hours before it are not lost."""
    try:
        return errors_ms(routine, tones, treated), ""
    except ValueError as error:
        return [], str(error)


def checks(sessions: list[Session]) -> Iterator[tuple[str, str, bool]]:
    """(what, seen, well)."""
    ends = {session.ended for session in sessions}
    yield (
        f"sessions of {sessions[0].planned_ms / 1000:.0f} s",
        f"{len(sessions)}; ended: {', '.join(ends)}",
        ends == {"time up"},
    )
    wraps = sum(s.from_us // (1000 * WRAP_MS) < s.to_us // (1000 * WRAP_MS) for s in sessions)
    yield "2^30 ms, 2^30 us, 2^32 us wrap in a session", f"{wraps} time", wraps == 1
    off = max(abs(session.treated_ms - session.planned_ms) for session in sessions)
    yield "treated time, by the skin", f"at most {off:.1f} ms from that", off <= 50
    worst = max((abs(ms) for session in sessions for ms in session.late_ms), default=0.0)
    wrong = sessions[-1].wrong
    told = f"session {len(sessions)}: {wrong}" if wrong else f"at most {worst:.1f} ms off"
    yield "prompts", told, worst <= LATE_MS and not wrong
    yield "charge", *_drift(sessions)
    late_us = max(session.late_us for session in sessions)
    yield "from tick to tick, at most", f"{late_us} us", late_us <= 12_000
    lost = sessions[0].free - sessions[-1].free
    told = f"{sessions[0].free} bytes after the first, {sessions[-1].free} after the last"
    yield "free heap", told, lost <= LOST_BYTES


def _drift(sessions: list[Session]) -> tuple[str, bool]:
    """Each beside the first of its kind: with lift-offs, or without."""
    worst = 0.0
    for lifts in (False, True):
        alike = [session.abs_uc for session in sessions if session.lifts == lifts]
        worst = max([worst, *(abs(uc / alike[0] - 1) for uc in alike[1:])])
    return f"at most {100 * worst:.3f} % from the first of its kind", worst <= CHARGE
