"""Our buttons beside a library's on the emulated chip: one loop, one bouncing contact."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.console import Console

from tools import ROOT, image
from tools.bench import contacts, peers_on_chip
from tools.bench.contacts import Amounts, Script, Verdict
from tools.bench.peers_on_chip import BUTTON, DEBOUNCER, MARK_GPIO, OURS, PLAIN, POLL_GPIO
from tools.bench.recorder import CYCLES_PER_US
from tools.emulator.chip import Chip
from tools.emulator.rig import EmulatedRig
from tools.problems import Failed
from tools.workers import run_all

LIBRARY = ROOT / ".venv" / "peers"
_MODULES = ("adafruit_debouncer", "adafruit_ticks")
APPLICATION = "Galva, the whole application"
APP_POLL_MS = 20  # galva/app/app.py
AMOUNTS = Amounts(presses=50, taps=20, doubles=20, spikes=60, held=10)
SEED = 8
# (who, ms between two polls); the first is what the ratios are to
CASES = (
    (OURS, APP_POLL_MS),
    (APPLICATION, APP_POLL_MS),
    (DEBOUNCER, APP_POLL_MS),
    (BUTTON, APP_POLL_MS),
    (OURS, 5),
    (DEBOUNCER, 5),
    (BUTTON, 5),
    (PLAIN, 5),
)
_BOOT_MS = 300
_APP_BOOT_MS = 5000  # its self-test is over
_SETTLE_MS = 200


@dataclass(frozen=True)
class Cost:
    """Of four buttons. Cycles of a poll, the loop's own taken off: mean at rest, and the most.

    poll_bytes: that a poll at rest allocates; heap_bytes: that the module and its objects take.
    """

    rest_cycles: int
    most_cycles: int
    poll_bytes: float
    heap_bytes: int


@dataclass(frozen=True)
class Result:
    """One case. cost: None where the poll cannot be told from what is around it."""

    who: str
    poll_ms: int
    verdict: Verdict
    cost: Cost | None


def library_files() -> dict[str, bytes]:
    """The library as it is, compiled for the device. Failed when set-up has not brought it."""
    missing = [name for name in _MODULES if not (LIBRARY / f"{name}.py").is_file()]
    if missing:
        raise Failed(f"{', '.join(missing)}: not in {LIBRARY}: run `make setup`")
    return {
        f"lib/{name}.mpy": image.compiled(f"{name}.py", (LIBRARY / f"{name}.py").read_bytes())
        for name in _MODULES
    }


def _rig() -> EmulatedRig:
    """No application; our buttons without the rest of the package that they are in."""
    content = image.bare() | library_files()
    content["galva/app/__init__.mpy"] = image.compiled("galva/app/__init__.py", b"")
    rig = EmulatedRig(files=content)
    rig.run(_BOOT_MS)
    return rig


class _Watch:
    """reports_ms: when a press was reported; polls: cycles of each poll, since now."""

    def __init__(self, chip: Chip) -> None:
        self.reports_ms: list[float] = []
        self.polls: list[int] = []
        self._begin_us = 0.0
        chip.watch(MARK_GPIO, lambda t_us, _level: self.reports_ms.append(t_us / 1000))
        chip.watch(POLL_GPIO, self._poll)

    def _poll(self, t_us: float, level: int | None) -> None:
        if level:
            self._begin_us = t_us
        elif self._begin_us:
            self.polls.append(round((t_us - self._begin_us) * CYCLES_PER_US))

    def forget(self) -> None:
        """Begin anew."""
        self.reports_ms.clear()
        self.polls.clear()


def results(out: Console) -> "list[Result | Exception]":
    """All cases in their order, two at a time; what ended one instead of its result."""
    about_ms = contacts.script(AMOUNTS, SEED).end_ms
    return run_all(CASES, _job, lambda _case: about_ms, lambda case: case[0], out)


def _job(case: tuple[str, int], _watch: Callable[[float], None]) -> Result:
    return measured(*case)


def measured(who: str, poll_ms: int, amounts: Amounts = AMOUNTS, seed: int = SEED) -> Result:
    """One case on a chip of its own. ChipError when its program fails, Failed without library."""
    done = contacts.script(amounts, seed)
    if who == APPLICATION:
        rig = EmulatedRig(files=image.laid(peers_on_chip.APPLICATION))
        watch = _Watch(rig.chip)
        rig.elapse(_APP_BOOT_MS)
        return Result(who, poll_ms, _judged(rig, watch, done), None)
    rig = _rig()
    _, heap, grown = rig.chip.execute(peers_on_chip.build(who)).split()
    watch = _Watch(rig.chip)
    _start(rig, peers_on_chip.loop(poll_ms, "nothing"))
    loop = min(watch.polls)
    watch.forget()
    _start(rig, peers_on_chip.loop(poll_ms))
    rest = round(sum(watch.polls) / len(watch.polls))
    verdict = _judged(rig, watch, done)
    cost = Cost(rest - loop, max(watch.polls) - loop, int(grown) / peers_on_chip.POLLS, int(heap))
    return Result(who, poll_ms, verdict, cost)


def _start(rig: EmulatedRig, code: str) -> None:
    """Let it run for ever, in place of what ran before."""
    rig.chip.raw_repl()
    rig.chip.send(code.encode() + b"\x04")
    rig.elapse(_SETTLE_MS)


def _judged(rig: EmulatedRig, watch: _Watch, done: Script) -> Verdict:
    """Do the script to the START button."""
    watch.forget()
    begin_ms = rig.now_ms
    for edge in done.edges:
        rig.elapse(begin_ms + edge.ms - rig.now_ms)
        rig.chip.pull(rig.pins.start, 0 if edge.closed else None)
    rig.elapse(begin_ms + done.end_ms - rig.now_ms)
    return contacts.judge(done, [ms - begin_ms for ms in watch.reports_ms])
