"""The budgets: a row a figure, its goal, and what CI holds it to until the goal is met."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from host_tests.budgets import measures

TICK_CYCLES = 625_000  # 5 ms of 125 MHz
_COLLECTS = "a step in which MicroPython collects takes 26-45 ms; the tick and the guard go on"
_IN_HEAP = "the stock image runs no bytecode from flash: all of it is in the heap"
_PYTHON = (
    "bytecode: a call costs 1000-2200 cycles, an attribute 190; only the guard's code is viper"
)
_IMPORTS = "80 files: some 4 ms each to open, some 8 to load and set up"
_TESTS = "the self-test measures for 2.9 s: relay, rail and dividers settle in it"


@dataclass(frozen=True)
class Budget:
    """goal: at most, or with `least` at least. bound: what CI holds; None: the goal itself.

    why: what keeps the bound from the goal. share: a figure in cycles is told as a share of this.
    """

    what: str
    unit: str
    goal: float
    bound: float | None = None
    why: str = ""
    least: bool = False
    share: int = 0

    @property
    def limit(self) -> float:
        """What CI holds."""
        return self.goal if self.bound is None else self.bound

    def kept(self, figure: float) -> bool:
        """CI's question."""
        return self._within(figure, self.limit)

    def met(self, figure: float) -> bool:
        """The goal is reached."""
        return self._within(figure, self.goal)

    def _within(self, figure: float, limit: float) -> bool:
        return figure >= limit if self.least else figure <= limit


@dataclass(frozen=True)
class Group:
    """Budgets that one measurement gives, in the order of its figures."""

    name: str
    measure: Callable[[], dict[str, float]]
    budgets: tuple[Budget, ...]

    def misses(self, figures: dict[str, float]) -> Sequence[str]:
        """A line for each budget that is not kept, or was not measured."""
        named = [budget.what for budget in self.budgets]
        lines = [f"{name}: no budget" for name in figures.keys() - set(named)]
        lines += [f"{name}: not measured" for name in named if name not in figures]
        return lines + [
            f"{each.what}: {figures[each.what]:g} {each.unit}, bound {each.limit:g}"
            for each in self.budgets
            if each.what in figures and not each.kept(figures[each.what])
        ]


def _tick(state: str, bound: float | None) -> Budget:
    what = f"tick in {state}, mean"
    return Budget(what, "cycles", 0.1 * TICK_CYCLES, bound, _PYTHON, share=TICK_CYCLES)


TICKED: dict[str, float | None] = {  # state: what CI holds its ticks to; None: the goal
    "IDLE": None,
    "SELF_TEST": 70_000,
    "CHECK": 118_000,
    "RAMP_UP": 137_000,
    "RUN": 126_000,
    "RAMP_DOWN": 149_000,
}
_TICKS = (
    *(_tick(state, bound) for state, bound in TICKED.items()),
    Budget("longest tick", "cycles", 250_000, 297_000, "where a state begins", share=TICK_CYCLES),
    Budget("heap that ticks allocate", "bytes", 0),
)

GROUPS = (
    Group("tick", measures.ticks, _TICKS),
    Group(
        "guard",
        measures.guard,
        (Budget("guard, each sample", "%", 5.0),),
    ),
    Group(
        "memory",
        measures.memory,
        (
            Budget("free heap in IDLE", "bytes", 100_000, 47_000, _IN_HEAP, least=True),
            Budget("all .mpy files of a pico", "bytes", 120_000),
        ),
    ),
    Group(
        "stack",
        measures.stack,
        (Budget("stack free above MicroPython's margin", "bytes", 400, least=True),),
    ),
    Group(
        "start",
        measures.start,
        (
            Budget("reset to outputs safe, of it boot.py", "ms", 10),
            Budget("reset to outputs safe, MicroPython's start too", "ms", 25),
            Budget("reset to the first answer", "ms", 1000, 1700, _IMPORTS),
            Budget("reset to ready", "ms", 1000, 4700, _TESTS),
        ),
    ),
    Group(
        "calls",
        measures.calls,
        (
            Budget("deepest calls, application", "calls", 15),
            Budget("deepest calls, tick", "calls", 15),
            Budget("deepest calls, guard", "calls", 15),
        ),
    ),
    Group(
        "pauses",
        measures.pauses,
        (
            Budget("longest step of the application in a session", "ms", 20, 50, _COLLECTS),
            Budget("longest delay of a tick in a session, collections too", "ms", 0.1),
        ),
    ),
)
