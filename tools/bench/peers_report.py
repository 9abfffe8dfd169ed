"""What tools/bench/peers.py measured, as tables of words."""

from collections.abc import Iterator, Sequence

from tools.bench import contacts
from tools.bench.contacts import GAP, PRESS, SECOND, SPIKE, TAP, Verdict
from tools.bench.peers import CASES, SEED, Result
from tools.bench.peers_on_chip import OURS
from tools.bench.recorder import CYCLES_PER_US
from tools.sheets import Sheet

TITLE = "A bouncing button, ours and a library's"
COST_TITLE = "What a poll of four buttons costs"
_NONE = "-"
_HEADS = (
    ("who", "poll", "latency, mean", "least to most", "cycles, mean", "to ours")
    + ("missed presses", "taps", "second presses", "doubled", "false: spikes", "openings")
)  # fmt: skip
_COST_HEADS = ("who", "poll", "at rest, cycles", "to ours", "most", "bytes a poll", "heap, bytes")
_NOTE = (
    f"The contact is on the START pin of the emulated chip, the same edges for all (seed {SEED}): "
    f"it bounces for up to {contacts.BOUNCE_MS:.0f} ms wherever it closes or opens, at any phase "
    "of the polls. Latency: from the first closing edge to the report, of the presses of 60 to "
    "160 ms. Taps: of 30 to 45 ms. Second presses: "
    f"{contacts.BETWEEN_MS:.0f} ms after the end of one before. Doubled: more than one report of "
    f"one of these. Spikes, openings: {contacts.SPIKE_MS:.0f} ms on an open, on a closed contact; "
    "false is each that became a press. Ours takes any closed sample for a press, so that a stop "
    "waits for nothing: a spike that meets a poll is one; and it wants 65 ms of open contact for "
    "a release, so a second press that soon is none. To ours: against Galva's Buttons at the same "
    "poll. The application polls each 20 ms and whatever its other work takes, in IDLE."
)
_COST_NOTE = (
    "One loop for all, its own cycles taken off. At rest: nobody touches a button; most: whatever "
    "was done to START, with the clearing of the memory when polls had filled it (ours take "
    "some while a button is down). Heap: module and four buttons, compiled; ours knows pairs, "
    "holds, repeats, stuck buttons and what each means in each state, the library's Button short "
    "and long presses, its Debouncer presses alone. adafruit_debouncer 2.0.15 with adafruit_ticks "
    "1.1.7 (PyPI, MIT), unchanged, interval 10 ms as it comes, on time.ticks_ms, which it finds "
    "by itself: no stub was needed. Peter Hinch's primitives (micropython-async) were not "
    "measured: set-up gets packages from PyPI, npm and Debian, and they are in none of these, "
    "mip alone has them. Not measured either, for want of care or age: chumicro-buttons 0.1.2 "
    "(it calls itself pre-alpha), micropython-aiobutton 0.1.0 (2020; pip refuses its archive), "
    "DIYables_MicroPython_Button 0.1.0 (one release, 2024)."
)


def sheets(found: "Sequence[Result | Exception]") -> list[Sheet]:
    """Both tables. Where a case gave nothing, its rows say why."""
    return [
        Sheet(TITLE, _HEADS, list(_rows(found)), _NOTE),
        Sheet(COST_TITLE, _COST_HEADS, list(_cost_rows(found)), _COST_NOTE),
    ]


def failures(found: "Sequence[Result | Exception]") -> list[str]:
    """One line for each case that was not run."""
    pairs = zip(CASES, found, strict=True)
    return [f"{who}, {ms} ms: {each}" for (who, ms), each in pairs if isinstance(each, Exception)]


def _ours(found: "Sequence[Result | Exception]") -> dict[int, Result]:
    """By the time between polls."""
    results = [each for each in found if isinstance(each, Result)]
    return {result.poll_ms: result for result in results if result.who == OURS}


def _not_run(who: str, poll_ms: int, why: Exception, width: int) -> tuple[str, ...]:
    return (who, f"{poll_ms} ms", f"not run: {why}", *[_NONE] * (width - 3))


def _rows(found: "Sequence[Result | Exception]") -> Iterator[tuple[str, ...]]:
    ours = _ours(found)
    for (who, poll_ms), each in zip(CASES, found, strict=True):
        if isinstance(each, Exception):
            yield _not_run(who, poll_ms, each, len(_HEADS))
        else:
            yield (who, f"{poll_ms} ms", *_cells(each.verdict, ours.get(poll_ms)))


def _cells(seen: Verdict, ours: Result | None) -> tuple[str, ...]:
    least, most = min(seen.latencies_ms), max(seen.latencies_ms)
    return (
        f"{seen.mean_ms:.1f} ms",
        f"{least:.1f} to {most:.1f} ms",
        f"{seen.mean_ms * 1000 * CYCLES_PER_US:.0f}",
        f"{seen.mean_ms / ours.verdict.mean_ms:.2f}" if ours else _NONE,
        *(f"{seen.missed[kind]} of {seen.counts[kind]}" for kind in (PRESS, TAP, SECOND)),
        str(seen.doubled),
        *(f"{seen.false[kind]} of {seen.counts[kind]}" for kind in (SPIKE, GAP)),
    )


def _cost_rows(found: "Sequence[Result | Exception]") -> Iterator[tuple[str, ...]]:
    ours = _ours(found)
    for (who, poll_ms), each in zip(CASES, found, strict=True):
        if isinstance(each, Exception):
            yield _not_run(who, poll_ms, each, len(_COST_HEADS))
        elif each.cost:
            cost, beside = each.cost, ours.get(poll_ms)
            rest = beside.cost.rest_cycles if beside and beside.cost else 0
            yield (
                who,
                f"{poll_ms} ms",
                str(cost.rest_cycles),
                f"{cost.rest_cycles / rest:.2f}" if rest else _NONE,
                str(cost.most_cycles),
                f"{cost.poll_bytes:.0f}",
                str(cost.heap_bytes),
            )
