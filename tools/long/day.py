"""A day of idle on the emulated chip: windows at the hours and across the wraps, leaps between."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from galva.core.routine import Routine
from tools.bench import stack
from tools.long.device import Device
from tools.long.leap import MOST_US, WRAP_MS, WRAP_US, leap, now_us, start_at
from tools.long.perform import PIECE, PIECE_LIFTS, Watch, begin, perform, power_on
from tools.long.prompts import Treated, errors_ms

HOUR_US = 3_600_000_000
TICK_US = 5000
APART_US = 50.0  # a tick's alarm from its place
_GRID_US = 20.0
TICKS = (1 << 29) - 200 * 8  # the engine's count wraps too, after 8 s that are run
START_US = 1000 * WRAP_MS - 12 * HOUR_US  # so that ticks_ms wraps in the middle of the day
_LOST_BYTES = 512


class Window(NamedTuple):
    """Some seconds that were run. us: of the timer, both ends; ticks: us from one to the next."""

    from_us: int
    to_us: int
    ticks_us: list[float]
    states: list[str]
    dark: bool
    fault: str


class Day(NamedTuple):
    """All that is judged. free: bytes of heap; stack: least bytes that were ever free."""

    windows: list[Window]
    leapt_us: int
    emulated_ms: float
    free: tuple[int, int]
    stack: tuple[int, int]
    woken: list[str]
    late_ms: list[float]
    treated_ms: float
    planned_ms: float
    ended: str


def windows_us(hours: int, length_us: int, every: int = 1) -> list[int]:
    """When each begins: every so many hours, and across a wrap of each kind."""
    end_us = START_US + hours * HOUR_US
    marks = {START_US + hour * HOUR_US for hour in range(every, hours + 1, every)}
    for after_us in (0, WRAP_US, 1 << 32):  # where 2^30 ms are over, all three begin anew
        marks.add(1000 * WRAP_MS + after_us - length_us // 2)
    apart: list[int] = []
    for mark in sorted(mark for mark in marks if mark <= end_us):
        if not apart or mark - apart[-1] > length_us:
            apart.append(mark)
    return apart


def live(marks: list[int], length_s: float, routine: Routine, session: bool, watch: Watch) -> Day:
    """Power-on, windows at `marks`, START, and with `session` a first one with this routine."""
    device = Device(routine, ticks=TICKS)
    rig = device.rig
    start_at(rig.chip, START_US)
    power_on(rig)
    stack.mark(rig)
    free_before, _ = device.heap()
    stack_before = stack.least_bytes(rig)
    fires = _alarms(rig)
    seen: list[Window] = []
    leapt_us = 0
    for number, mark in enumerate(marks):
        leapt_us += _leap_to(rig, mark)
        watch(rig.now_ms, f"window {number + 1} of {len(marks)}")
        seen.append(_window(rig, fires, length_s))
    rig.press("START")
    rig.run(1500)
    woken = rig.screen.text
    if session:
        begin(rig)
        lifts = PIECE_LIFTS if routine == PIECE else []
        perform(rig, device.marks, lifts, 1000.0 * routine.total_s, watch)
    treated = Treated(rig.front.trace, device.marks, 1000 * rig.now_ms)
    late_ms = errors_ms(routine, rig.tones, treated) if session else []
    free_after, _ = device.heap()
    return Day(
        seen,
        leapt_us,
        rig.now_ms,
        (free_before, free_after),
        (stack_before, stack.least_bytes(rig)),
        woken,
        late_ms,
        treated.ms,
        1000.0 * routine.total_s,
        str(rig.status["ended"]),
    )


def _alarms(rig: Any) -> list[float]:
    """Fills with the emulator's us of each alarm of the timer: the ticks."""
    timer = rig.chip.mcu.timer
    plain, fires = timer._fire_alarm, []

    def fired(index: int) -> None:
        fires.append(rig.chip.clock.nanos / 1000)
        plain(index)

    timer._fire_alarm = fired
    return fires


def _leap_to(rig: Any, us: int) -> int:
    """Leap to just before it; the us that were leapt over."""
    leapt_us = 0
    while (ahead_us := us - now_us(rig.chip)) > 0:
        step_us = min(ahead_us, MOST_US)
        leap(rig.chip, step_us)
        leapt_us += step_us
    return leapt_us


def _window(rig: Any, fires: list[float], length_s: float) -> Window:
    begin_us, first = now_us(rig.chip), len(rig.statuses)
    fires.clear()
    rig.run(1000 * length_s)
    statuses = [status for _ms, status in rig.statuses[first:]]
    return Window(
        begin_us,
        now_us(rig.chip),
        [b - a for a, b in pairwise(_on_grid(fires))],
        sorted({status["state"] for status in statuses}),
        not rig.screen.lit,
        next((status["fault"] for status in statuses if status["fault"]), ""),
    )


def _on_grid(fires: list[float]) -> list[float]:
    """The ticks among the timer's alarms: sleeps of the loop use it too, at other times."""
    places = Counter(round(us % TICK_US / _GRID_US) for us in fires)
    at_us = places.most_common(1)[0][0] * _GRID_US if places else 0.0
    half_us = TICK_US / 2
    ticks: list[float] = []
    for us in fires:
        near = abs((us - at_us + half_us) % TICK_US - half_us) <= APART_US
        if near and (not ticks or us - ticks[-1] > half_us):
            ticks.append(us)
    return ticks


def checks(day: Day) -> Iterator[tuple[str, str, bool]]:
    """(what, seen, well)."""
    windows = day.windows
    run_s = sum(w.to_us - w.from_us for w in windows) / 1e6
    told = f"{len(windows)} windows, {run_s:.1f} s in all; {day.emulated_ms / 1000:.1f} s of "
    yield "run", told + "emulation with power-on and session", True
    yield "leapt over", f"{day.leapt_us / HOUR_US:.3f} h", day.leapt_us > 0
    yield "wraps within a window", *_wraps(windows)
    gaps = [us for window in windows for us in window.ticks_us]
    told = f"{min(gaps):.0f} to {max(gaps):.0f} us, {len(gaps)} of them"
    yield (
        "from one tick's alarm to the next",
        told,
        all(abs(g - TICK_US) <= APART_US for g in gaps),
    )
    n = [len(w.ticks_us) / (w.to_us - w.from_us) * 1e6 for w in windows]
    yield "ticks a second", f"{min(n):.1f} to {max(n):.1f}", min(n) > 197 and max(n) < 202
    states = sorted({state for window in windows for state in window.states})
    fault = next((w.fault for w in windows if w.fault), "none")
    yield "state, fault", f"{', '.join(states)}; {fault}", (states, fault) == (["IDLE"], "none")
    dark = sum(window.dark for window in windows)
    yield "asleep, the screen dark", f"{dark} of {len(windows)} windows", dark >= len(windows) - 1
    shown = " / ".join(line.strip() for line in day.woken if line.strip())
    yield "woken by START, it shows", shown, "READY" in shown
    lost = day.free[0] - day.free[1]
    yield "free heap", f"{day.free[0]} bytes before, {day.free[1]} after", lost <= _LOST_BYTES
    told = f"{day.stack[0]} bytes at least before, {day.stack[1]} after the session"
    yield "free stack", told, day.stack[1] >= 400
    if not day.late_ms:
        yield "first session after it", "none was done in this run", True
        return
    worst = max(map(abs, day.late_ms))
    told = f"ended '{day.ended}', {day.treated_ms / 1000:.3f} s treated by the skin, "
    told += f"{len(day.late_ms)} prompts, at most {worst:.1f} ms off"
    well = day.ended == "time up" and worst <= 20 and abs(day.treated_ms - day.planned_ms) <= 50
    yield "first session after it", told, well


def _wraps(windows: list[Window]) -> tuple[str, bool]:
    kinds = (("2^30 ms", 1000 * WRAP_MS), ("2^30 us", WRAP_US), ("2^32 us", 1 << 32))
    counts = {
        name: sum(w.from_us // wrap < w.to_us // wrap for w in windows) for name, wrap in kinds
    }
    return ", ".join(f"{name}: {n}" for name, n in counts.items()), all(counts.values())
