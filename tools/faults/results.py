"""What a campaign found, one row each; what of it breaks a goal."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tools.faults.contact import RATIO_MOST, Again
from tools.faults.judge import Seen


class Case(NamedTuple):
    """verdict: "" when all is well."""

    rig: str
    fault: str
    kind: str
    state: str
    load: str
    seen: Seen
    verdict: str
    double: bool


class Session(NamedTuple):
    """A whole session without a fault; alarm: what ended or held it, "" for none."""

    mode: str
    load: str
    seconds: float
    alarm: str


class Lifted(NamedTuple):
    """The slowest of so many lift-offs, in us; most_us: the bound of its board."""

    rig: str
    mode: str
    times: int
    crowbarred_us: float
    code_0_us: float
    most_us: float


class Removed(NamedTuple):
    """with_rule, without: verdicts of the same case."""

    rule: str
    fault: str
    state: str
    load: str
    with_rule: str
    without: str


class Failed(NamedTuple):
    """A piece of the campaign that could not be done, and why."""

    job: str
    why: str


Found = Case | Session | Lifted | Removed | Again | Failed


@dataclass(frozen=True)
class Campaign:
    """All of one run; wall_s: how long it took."""

    cases: list[Case]
    sessions: list[Session]
    lifted: list[Lifted]
    removed: list[Removed]
    again: list[Again]
    failed: list[Failed]
    wall_s: float

    def broken(self) -> list[str]:
        """The goals that are missed, one line each."""
        return [
            *(f"{one.job} was not done: {one.why}" for one in self.failed),
            *(
                f"{c.fault}, {c.state}, {c.load}, {c.rig}: {c.verdict}"
                for c in self.cases
                if c.verdict
            ),
            *(f"{s.mode} into {s.load}: {s.alarm}" for s in self.sessions if s.alarm),
            *(
                f"lift-off, {one.rig}, {one.mode}: {one.crowbarred_us:.0f} us"
                for one in self.lifted
                if one.crowbarred_us > one.most_us
            ),
            *(f"{r.rule}: no case misses it" for r in self.removed if not r.without),
            *(f"{r.rule}: {r.with_rule}" for r in self.removed if r.with_rule),
            *(
                f"re-contact, {a.set_ua:.0f} uA, {a.load}: {a.ratio:.2f} of it"
                for a in self.again
                if a.ratio > RATIO_MOST
            ),
        ]


def campaign(found: Iterable[Found], wall_s: float) -> Campaign:
    """Sorted by what they are."""
    rows = list(found)
    return Campaign(
        [row for row in rows if isinstance(row, Case)],
        [row for row in rows if isinstance(row, Session)],
        [row for row in rows if isinstance(row, Lifted)],
        [row for row in rows if isinstance(row, Removed)],
        [row for row in rows if isinstance(row, Again)],
        [row for row in rows if isinstance(row, Failed)],
        wall_s,
    )
