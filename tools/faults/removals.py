"""Each rule taken out in turn, and the case that then fails."""

from dataclasses import dataclass, field

from tools.faults.stage import LOADS, Load, State, state_named
from tools.faults.tables import Fault, named


@dataclass(frozen=True)
class Removal:
    """The bit of this name no longer acts; what else knows the rule is set beyond reach.

    guard: words of the guard's state; judge: bounds of core.judge.Judge; lease: samples.
    """

    rule: str
    fault_name: str
    state_name: str
    load_name: str = "5 kohm"
    guard: dict[str, int] = field(default_factory=dict)
    judge: dict[str, int] = field(default_factory=dict)
    lease: int = 0

    @property
    def fault(self) -> Fault:
        """The case's."""
        return named(self.fault_name)

    @property
    def state(self) -> State:
        """The case's."""
        return state_named(self.state_name)

    @property
    def load(self) -> Load:
        """The case's."""
        return next(one for one in LOADS if one.name == self.load_name)


_NEVER = 100_000  # counts
# Rules of the boot: no case of a running device meets them.
ELSEWHERE = {"WATCHDOG": "make ways-out", "RECORD": "make ways-out"}
REMOVALS = (
    Removal("OVERCURRENT", "runaway", "RUN+", guard={"I_MOST": _NEVER}),
    Removal("MISMATCH", "rs2 half", "RUN+"),
    Removal("RAIL", "hv 16V", "RUN+", guard={"VT_LEAST": 0}),
    Removal("BRIDGE", "crowbar off, then open", "RUN+"),
    Removal("LEG", "xa1 on", "RUN+"),
    Removal("LEAK", "sink creeps, then open", "RUN+"),
    Removal("ASYMMETRY", "xa1 wears", "RUN+"),
    Removal("JUMP", "slips: 18 kohm", "RUN+"),
    Removal("BATTERY", "battery 3.0 V", "RUN+"),
    Removal(
        "LOST",
        "open",
        "RUN+",
        guard={"VB_LEAST": -_NEVER, "DROP_MOST": _NEVER},
        judge={"_lost_vb": -_NEVER, "_lost_drop": _NEVER},
    ),
    Removal("NET_DC", "pa leak", "STEADY"),
    Removal("DOSE", "dose beyond all", "INFUSE"),
    Removal("TICK_ERROR", "tick raises", "RUN+"),
    Removal("TICK_LATE", "one tick 20 ms late", "RUN+", lease=1_000_000),
    Removal("STREAM_DRY", "guard stops", "RUN+"),
    Removal("APP_DEAD", "application hangs", "RUN+"),
    Removal("USB_POWER", "usb power", "RUN+"),
    Removal("SELF_TEST", "relay welded", "SELF_TEST"),
)
