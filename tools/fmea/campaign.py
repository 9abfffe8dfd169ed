"""All runs of the campaign, two processes at a time, with a bar."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from tools import workers
from tools.fmea import deck, faults, selftest, session, spice
from tools.fmea.circuits import CIRCUITS, Circuit, Counts
from tools.fmea.faults import NONE, Fault
from tools.fmea.netlist import Netlist
from tools.fmea.session import Seen
from tools.fmea.timeline import sources
from tools.sim.skin import GOOD, OPEN, POOR, TYPICAL, Skin

LOADS = {"500": Skin(500.0), "5k": Skin(5000.0), "gel": TYPICAL}
QUIET_LOADS = {**LOADS, "20k": Skin(20_000.0), "gel good": GOOD, "gel poor": POOR}
TOO_MUCH = {"A": (), "B": ("20k", "gel poor")}  # for the rail at 300 uA: LOST, no false alarm
DUMMY = "dummy"  # the self-test in place of a load
QUICK = 5  # --quick: one run in so many; 4 a fault, so that all loads have their turn
_CHUNK = 4
_CORNER_C = 5.0

J = TypeVar("J")
R = TypeVar("R")


@dataclass(frozen=True)
class Job:
    """One run of ngspice. load: of QUIET_LOADS, or DUMMY; corner: cold, all else at its worst."""

    circuit: str
    fault: Fault
    load: str
    corner: bool = False


@dataclass(frozen=True)
class Ran:
    """What a job gave: one of the two, or why ngspice gave nothing."""

    job: Job
    seen: Seen | None = None
    steps: tuple[str, ...] | None = None
    error: str = ""


def run(job: Job) -> Ran:
    """One job; ngspice not coming to the end is a result, not the end of the campaign."""
    circuit = CIRCUITS[job.circuit]
    try:
        if job.load == DUMMY:
            got = _self_test(circuit, job.fault)
            return Ran(job, steps=selftest.failed(circuit, got, reference(job.circuit)))
        return Ran(job, seen=_session(circuit, job))
    except spice.SpiceError as error:
        return Ran(job, error=str(error))


def _self_test(circuit: Circuit, fault: Fault) -> list[Counts]:
    signals, end_ms = sources(circuit, selftest.timeline(circuit)), selftest.end_ms(circuit)
    text = deck.text(circuit.netlist, signals, OPEN, end_ms, fault=fault)
    return selftest.readings(circuit, spice.run(text))


@cache
def reference(name: str) -> list[Counts]:
    """The self-test of a front end without a fault."""
    return _self_test(CIRCUITS[name], NONE)


def _session(circuit: Circuit, job: Job) -> Seen:
    driven, netlist = _corner(circuit) if job.corner else (circuit, circuit.netlist)
    text = deck.text(
        netlist,
        sources(driven, session.timeline(circuit)),
        QUIET_LOADS[job.load],
        session.END_MS,
        fault=job.fault,
        fault_ms=session.FAULT_MS,
        temperature_c=_CORNER_C if job.corner else 27.0,
    )
    at_rest = selftest.at_rest(circuit, reference(job.circuit))
    return session.seen(circuit, spice.run(text), at_rest)


def _corner(circuit: Circuit) -> tuple[Circuit, Netlist]:
    """5 C, HV 17.94 V, RLIM -1 %, 18 mV more of Vbe: the clamp at its highest."""
    netlist = circuit.netlist.with_value("RLIM", "857.34")
    models = re.sub(r"(BC557 PNP\(IS)=(\S+)", r"\1={\2/2}", netlist.models)
    return replace(circuit, hv_v=17.94), replace(netlist, models=models)


def jobs(name: str) -> list[Job]:
    """Every fault of a circuit into every load, and its self-test."""
    found = faults.every(name, CIRCUITS[name].netlist)
    return [Job(name, fault, load) for fault in found for load in (*LOADS, DUMMY)]


def quiet_jobs(name: str) -> list[Job]:
    """No fault: nothing may fire."""
    loads = [load for load in QUIET_LOADS if load not in TOO_MUCH[name]]
    return [Job(name, NONE, load) for load in (*loads, DUMMY)]


def run_all(work: Callable[[J], R], todo: Sequence[J], out: Console, words: str) -> list[R]:
    """work() of each, in the order given."""
    with workers.pool() as pool:
        done = pool.map(work, todo, chunksize=_CHUNK)
        return list(track(done, words, len(todo), console=out))
