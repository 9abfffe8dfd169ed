"""What all runs together say: which faults matter, whether each is caught, the goals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tools.fmea import model, rules, session
from tools.fmea.campaign import DUMMY, Ran
from tools.fmea.circuits import CIRCUITS
from tools.fmea.faults import Fault
from tools.fmea.model import Apart
from tools.fmea.session import Seen

STEADY_UA = 330.0  # of 300 set
DC_UA = 5.0
AT_0_UA = 5.0  # with the DAC at 0
HELD_UA = 20.0  # may flow while the device looks for the contact that it lost

# A leg of B on GND looks like no contact, and its crowbar cannot pull down a 9 V block: the
# firmware would hold. No board of the project uses B; whoever makes one must open the gate.
NOT_CAUGHT = {
    "A": frozenset[str](),
    "B": frozenset({"XA1 b-gnd", "XA0 b-gnd", "XB1 b-gnd", "XB0 b-gnd"}),
}

# hardware.md section 8
GEL_UA, RESISTOR_UA, FAULT_UA = 5.7, 0.5, 0.7
CHARGE_NC, VT_V = 6.0, 0.11


def matters(seen: Seen) -> bool:
    """Current above what was set, a net current, or current with the DAC at 0."""
    return seen.steady_ua > STEADY_UA or seen.dc_ua > DC_UA or _at_0_ua(seen) > AT_0_UA


def _at_0_ua(seen: Seen) -> float:
    return max(seen.armed_ua, seen.shunt_ua, seen.open_ua)


def caught(seen: Seen) -> bool:
    """A rule latches, or one that pauses has hardly anything flow from then on.

    At code 0 a latching rule is enough only where nothing flows before.
    """
    trips = [ms for name, ms in seen.rules.items() if name in rules.TRIPS]
    if any(ms < session.AT_0_MS[0] - session.FAULT_MS for ms in trips):
        return True
    if set(seen.rules) - set(rules.TRIPS) and max(seen.probe_ua, _at_0_ua(seen)) <= HELD_UA:
        return True
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
        """Some rule fires before the session ends and whatever the load."""
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


@dataclass(frozen=True)
class Goal:
    """What must hold, what was found."""

    words: str
    found: str
    ok: bool


def goals(results: Results) -> list[Goal]:
    """All of them, in the order of the page."""
    out = []
    for name, circuit in CIRCUITS.items():
        outcomes = by_fault(results.runs[name])
        worst = max(outcomes, key=lambda outcome: outcome.worst_ua)
        words = f"{name}: worst current that stays, one fault, at most {circuit.goal_ua:.0f} µA"
        found = f"{worst.worst_ua:.0f} µA ({worst.fault.name})"
        out.append(Goal(words, found, worst.worst_ua <= circuit.goal_ua))
        if name == "A":
            out.append(_corner(results.corner, circuit.goal_ua))
        out.append(_caught(name, outcomes))
    out += [_false_alarms(results), _ended(results), *_apart(results.apart)]
    return out


def _corner(ran: Sequence[Ran], goal_ua: float) -> Goal:
    words = f"A: the same at 5 °C, HV 17.94 V, RLIM -1 %, Vbe +18 mV, at most {goal_ua:.0f} µA"
    worst_ua = max((one.seen.worst_ua for one in ran if one.seen), default=0.0)
    return Goal(words, f"{worst_ua:.0f} µA ({len(ran)} faults)", worst_ua <= goal_ua)


def _caught(name: str, outcomes: Sequence[Outcome]) -> Goal:
    important = [outcome for outcome in outcomes if outcome.matters]
    missed = {outcome.fault.name for outcome in important if outcome.missed}
    words = f"{name}: faults that matter are caught in the session"
    known = NOT_CAUGHT[name]
    if known:
        words += f", all but {', '.join(sorted(known))}"
    found = f"{len(important) - len(missed)} of {len(important)}"
    others = missed - known
    if others:
        found += f"; not {', '.join(sorted(others))}"
    return Goal(words, found, not others)


def _false_alarms(results: Results) -> Goal:
    ran = [one for of in results.quiet.values() for one in of]
    fired = {one.job: (*(one.steps or ()), *(one.seen.rules if one.seen else ())) for one in ran}
    loud = [f"{job.circuit} {job.load}: {', '.join(of)}" for job, of in fired.items() if of]
    early = [
        f"{one.job.fault.name} {one.job.load}: before the fault"
        for of in results.runs.values()
        for one in of
        if one.seen and min(one.seen.rules.values(), default=0.0) < 0
    ]
    found = "; ".join(loud + early) or f"0 in {len(ran)} runs"
    return Goal("no false alarm without a fault, 6 loads and self-test", found, not loud + early)


def _ended(results: Results) -> Goal:
    lists = (*results.quiet.values(), *results.runs.values(), results.corner)
    errors = [one.error for of in lists for one in of if one.error]
    found = "; ".join(errors[:5]) or "all"
    return Goal("every run of ngspice comes to its end", found, not errors)


def _apart(apart: Sequence[Apart]) -> list[Goal]:
    healthy = [one for one in apart if not one.case.fault]
    gels = [one for one in healthy if one.case.load in model.GELS]
    resistors = [one for one in healthy if one.case.load in model.RESISTORS]
    broken = [one for one in apart if one.case.fault]
    of_current = (
        ("gel", gels, GEL_UA),
        ("resistors", resistors, RESISTOR_UA),
        ("faults", broken, FAULT_UA),
    )
    return [
        *(
            _bound(f"current, {words}", max_of(of, "current_ua"), bound, "µA")
            for words, of, bound in of_current
        ),
        _bound("charge of a run", max_of(healthy, "charge_nc"), CHARGE_NC, "nC"),
        _bound("VT", max_of(healthy, "vt_v"), VT_V, "V"),
    ]


def max_of(apart: Sequence[Apart], field_name: str) -> float:
    """The largest of a field."""
    return max((float(getattr(one, field_name)) for one in apart), default=0.0)


def _bound(words: str, found: float, bound: float, unit: str) -> Goal:
    text = f"fast model beside ngspice, {words}: at most {bound:g} {unit}"
    return Goal(text, f"{found:.3g} {unit}", found <= bound)
