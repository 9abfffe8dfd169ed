"""What runs where, two at a time, and what comes of it."""

from rich.console import Console

from tools.oracle import compare, engine, pio, sessions
from tools.oracle.report import PIOEMU, Results
from tools.oracle.rig import EMULATORS, JS, PY
from tools.oracle.sessions import Record
from tools.workers import Watch, run_all

WHOLE, ENGINE = "the whole application", "the output engine"
_ENGINE_MS = 4000.0
_NAMES = (PY, JS)
Job = tuple[str, str]  # what, on which emulator


def run(out: Console, *, short: bool, not_run: str) -> Results:
    """All of it; short: without the whole application; not_run: why there is no rp2040js.

    ChipError, Stuck of the first job that ended so.
    """
    jobs = _jobs(short=short, node=not not_run)
    found = dict(zip(jobs, run_all(jobs, work, _ms, " on ".join, out), strict=True))
    for each in found.values():
        if isinstance(each, Exception):
            raise each
    results = Results(not_run=not_run)
    played = found[ENGINE, PY]
    assert isinstance(played, engine.Played)
    out.print(f"the PIO program on {PIOEMU}")
    _replay(results, played)
    theirs = found.get((ENGINE, JS))
    results.shims = _record(theirs).shims if theirs else {}
    results.sessions = _compared(found.get((WHOLE, PY)), found.get((WHOLE, JS)))
    results.engine = _compared(played, theirs)
    return results


def _jobs(*, short: bool, node: bool) -> list[Job]:
    """Without Node there is nothing to compare a session with."""
    emulators = EMULATORS if node else (PY,)
    whole = [(WHOLE, each) for each in emulators] if node and not short else []
    return [*whole, *((ENGINE, each) for each in emulators)]


def work(job: Job, watch: Watch) -> "Record | engine.Played":
    """In a process of its own."""
    what, emulator = job
    return sessions.perform(emulator, watch) if what == WHOLE else engine.play(emulator)


def _ms(job: Job) -> float:
    return sessions.WHOLE_MS if job[0] == WHOLE else _ENGINE_MS


def _replay(results: Results, played: engine.Played) -> None:
    assert played.program
    made = pio.replay(played.program, played.acts, played.edges)
    results.acts, results.edges = len(played.acts), len(made)
    results.edge_difference = compare.edges((PY, PIOEMU), played.edges, made)


def _record(found: object) -> Record:
    record = found.record if isinstance(found, engine.Played) else found
    assert isinstance(record, Record)
    return record


def _compared(ours: object, theirs: object) -> list[compare.Compared]:
    if not (ours and theirs):
        return []
    both = zip(_record(ours).parts, _record(theirs).parts, strict=True)
    return [compare.parts(_NAMES, a, b) for a, b in both]
