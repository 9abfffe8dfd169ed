"""The campaign in pieces that a process can do alone: one prepared rig each, forked for a case."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from galva.core.modes import MODES
from host_tests.campaign.remove import remove
from host_tests.campaign.rigs import HOST, fake_rig, rig_in
from tools import image
from tools.emulator.rig import EmulatedRig, forked
from tools.faults import chip, contact
from tools.faults.judge import verdict
from tools.faults.perform import Host, case, possible
from tools.faults.removals import REMOVALS
from tools.faults.results import Case, Found, Lifted, Removed, Session
from tools.faults.stage import (
    LOADS,
    OWN_FILE,
    OWN_MODES,
    OWN_UA,
    STATES,
    Load,
    State,
    bring,
    state_named,
)
from tools.faults.tables import FAULTS, Fault, named
from tools.rigs import Stuck
from tools.workers import Watch

LIFT_OFFS = {"pico": 500, "esp32": 100}
SEED = 1
BOARDS = {"pico": 2_000.0, "esp32": 7_000.0}  # lift-off until crowbarred, us at most
SESSION_LOADS = ("2k", "5k", "20k", "good", "typical", "poor")
_LIFT_MS = 60_000.0
_CHIP = 25.0  # times slower than the fakes
_GEL = Load("gel", "typical", "typical")


class Job(NamedTuple):
    """One of KINDS with its arguments; ms: of emulated time, about."""

    kind: str
    args: tuple[str, ...]
    ms: float

    def __str__(self) -> str:
        return " ".join((self.kind, *self.args))


def jobs(with_chip: bool) -> list[Job]:
    """All, the longest first."""
    sessions = [
        Job("session", (mode.name, load), mode.session_ms + 5_000.0)
        for mode in MODES
        for load in SESSION_LOADS
    ]
    cases = [
        Job("cases", (state.name, load.name), len(FAULTS) * (state.watch_ms + 500))
        for state in STATES
        for load in LOADS
    ]
    lifts = [Job("lift", (board, mode), _LIFT_MS) for board in BOARDS for mode in contact.MODES]
    again = [
        Job("again", (str(ua), load.name), 40_000) for ua in OWN_UA for load in (LOADS[1], _GEL)
    ]
    removed = [Job("removed", (one.rule,), 10_000) for one in REMOVALS]
    chips = [
        *(
            Job("chip", (state,), (len(names) + 3) * _CHIP * 1500)
            for state, names in chip.CASES.items()
        ),
        *(Job("chip lift", (mode,), _CHIP * _LIFT_MS) for mode in contact.MODES),
    ]
    found = [*sessions, *cases, *lifts, *again, *removed, *(chips if with_chip else [])]
    return sorted(found, key=lambda job: -job.ms)


def _session(mode: str, load: str, tell: Watch) -> Iterator[Found]:
    with fake_rig() as rig:
        try:
            bring(rig, contact.in_run(mode), Load(load, load, load), tries=1)
            alarm = contact.whole_session(rig, tell)
        except Stuck:
            alarm = f"not begun: {rig.status['fault'] or rig.status['ended']}"
        yield Session(mode, load, rig.now_ms / 1000, alarm)


def _cases(state_name: str, load_name: str, tell: Watch) -> Iterator[Found]:
    state, load = state_named(state_name), _load(load_name)
    with rig_in(state, load) as rig:
        for k, fault in enumerate(FAULTS):
            if possible(fault, HOST):
                yield _case(rig, fault, state, load, HOST)
            tell((k + 1) * (state.watch_ms + 500))


def _chip(state_name: str, tell: Watch) -> Iterator[Found]:
    state, load = state_named(state_name), LOADS[1]
    rig = EmulatedRig(files=image.files("pico") | {OWN_FILE: OWN_MODES})
    bring(rig, state, load)
    for k, name in enumerate(chip.CASES[state_name]):
        yield _case(rig, named(name), state, load, chip.HOST)
        tell((k + 3) * _CHIP * 1500)


def _case(rig: Any, fault: Fault, state: State, load: Load, host: Host) -> Case:
    seen = forked(partial(case, rig, fault, state, load, host))
    told = verdict(fault, state, load, seen)
    where = (rig.kind, fault.name, fault.kind, state.name, load.name)
    return Case(*where, seen, told, fault.double)


def _lift(board: str, mode: str, tell: Watch) -> Iterator[Found]:
    with rig_in(contact.in_run(mode), LOADS[1], board) as rig:
        yield _lifted(rig, board, mode, LIFT_OFFS[board])
    tell(_LIFT_MS)


def _chip_lift(mode: str, tell: Watch) -> Iterator[Found]:
    rig = EmulatedRig()
    bring(rig, contact.in_run(mode), LOADS[1])
    yield _lifted(rig, "pico", mode, chip.LIFT_OFFS)
    tell(_CHIP * _LIFT_MS)


def _lifted(rig: Any, board: str, mode: str, times: int) -> Lifted:
    found = contact.lift_offs(rig, mode, times, SEED)
    crowbarred, code_0 = (max(each) for each in zip(*found, strict=True))
    return Lifted(f"{board}, {rig.kind}", mode, times, crowbarred, code_0, BOARDS[board])


def _again(ua: str, load_name: str, tell: Watch) -> Iterator[Found]:
    load = _load(load_name)
    with rig_in(contact.in_run(f"R{ua}"), load) as rig:
        yield contact.re_contact(rig, load)
    tell(40_000)


def _removed(rule: str, tell: Watch) -> Iterator[Found]:
    removal = next(one for one in REMOVALS if one.rule == rule)
    fault, state, load = removal.fault, removal.state, removal.load
    with rig_in(state, load) as rig:

        def told(gone: bool) -> str:
            if gone:
                remove(rig, removal)
            return verdict(fault, state, load, case(rig, fault, state, load, HOST))

        there, gone = (forked(partial(told, gone)) for gone in (False, True))
    yield Removed(rule, fault.name, state.name, load.name, there, gone)
    tell(10_000)


def _load(name: str) -> Load:
    return next(load for load in LOADS if load.name == name)


KINDS: dict[str, Callable[..., Iterator[Found]]] = {
    "session": _session,
    "cases": _cases,
    "lift": _lift,
    "again": _again,
    "removed": _removed,
    "chip": _chip,
    "chip lift": _chip_lift,
}


def do(job: Job, tell: Watch) -> list[Any]:
    """All that this job finds."""
    return list(KINDS[job.kind](*job.args, tell))
