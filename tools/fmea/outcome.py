"""What all runs together say: which faults matter, and whether each is caught."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tools.fmea import rules, session
from tools.fmea.campaign import DUMMY, Ran
from tools.fmea.faults import Fault
from tools.fmea.model import Apart
from tools.fmea.session import Seen

STEADY_UA = 330.0  # of 300 set
DC_UA = 5.0
AT_0_UA = 5.0  # with the DAC at 0
_STOP_MS = session.STOP_MS - session.FAULT_MS
HELD_UA = 20.0  # may flow while the device looks for the contact that it lost


def matters(seen: Seen) -> bool:
    """Current above what was set, a net current, or current with the DAC at 0."""
    return seen.steady_ua > STEADY_UA or seen.dc_ua > DC_UA or _at_0_ua(seen) > AT_0_UA


def _at_0_ua(seen: Seen) -> float:
    return max(seen.armed_ua, seen.shunt_ua, seen.open_ua)


def caught(seen: Seen) -> bool:
    """A rule latches in the session; or one pauses it, and the next latches or little flows.

    Where nothing flows before the DAC is at 0, a rule that latches there is enough.
    """
    trips = [ms for name, ms in seen.rules.items() if name in rules.TRIPS]
    pauses = [ms for name, ms in seen.rules.items() if name not in rules.TRIPS]
    if min(trips, default=session.END_MS) < _STOP_MS:
        return True
    if min(pauses, default=session.END_MS) < _STOP_MS:
        looks = min(trips, default=session.END_MS) < session.AT_0_MS[0] - session.FAULT_MS
        return looks or max(seen.probe_ua, _at_0_ua(seen)) <= HELD_UA
    return bool(trips) and seen.steady_ua <= STEADY_UA and seen.dc_ua <= DC_UA


@dataclass
class Outcome:
    """One fault: what each load got, and the steps of the self-test that fail."""

    fault: Fault
    seen: dict[str, Seen] = field(default_factory=dict)
    steps: tuple[str, ...] = ()

    @property
    def matters(self) -> bool:
        """In any load."""
        return any(matters(seen) for seen in self.seen.values())

    @property
    def missed(self) -> list[str]:
        """Loads in which it matters and is not caught."""
        return [load for load, seen in self.seen.items() if matters(seen) and not caught(seen)]

    @property
    def worst_ua(self) -> float:
        """The largest current that stays, in any load."""
        return max((seen.worst_ua for seen in self.seen.values()), default=0.0)

    @property
    def noticed(self) -> bool:
        """Some rule fires, at the latest while the device looks for contact, in any load."""
        end_ms = session.AT_0_MS[0] - session.FAULT_MS
        return any(ms < end_ms for seen in self.seen.values() for ms in seen.rules.values())


def by_fault(ran: Iterable[Ran]) -> list[Outcome]:
    """In the order of the faults."""
    found: dict[Fault, Outcome] = {}
    for one in ran:
        outcome = found.setdefault(one.job.fault, Outcome(one.job.fault))
        if one.seen:
            outcome.seen[one.job.load] = one.seen
        elif one.job.load == DUMMY:
            outcome.steps = one.steps or ()
    return list(found.values())


@dataclass
class Results:
    """All of a campaign. quiet, runs: by circuit. wall_s, cpu_s: without the writing."""

    quiet: dict[str, list[Ran]]
    runs: dict[str, list[Ran]]
    corner: list[Ran]
    apart: list[Apart]
    wall_s: float
    cpu_s: float

    @property
    def many(self) -> int:
        """Runs of ngspice."""
        lists = (*self.quiet.values(), *self.runs.values(), self.corner)
        return sum(len(of) for of in lists) + len(self.apart)
