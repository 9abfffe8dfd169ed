"""Which files are mutated, and why these."""

from pathlib import Path
from typing import NamedTuple

from tools.mutation.finder import GALVA
from tools.mutation.mutants import Mutant, of_file


class Group(NamedTuple):
    """Files of one kind: globs from firmware/galva."""

    name: str
    files: tuple[str, ...]
    why: str


GROUPS = (
    Group(
        "session",
        tuple(
            f"core/{name}.py"
            for name in ("engine", "course", "session", "plan", "player", "flow", "window")
        ),
        "decides what flows and when it ends",
    ),
    Group(
        "rules",
        tuple(
            f"core/{name}.py"
            for name in ("judge", "contact", "legs", "dose", "balance", "bounds", "limits")
        ),
        "decides what is too much, too uneven or no skin",
    ),
    Group(
        "self-test",
        tuple(
            f"core/{name}.py" for name in ("selftest", "hold", "calib", "afe_a", "afe_b", "gel")
        ),
        "decides whether the board is fit, and what its counts mean",
    ),
    Group(
        "use",
        tuple(
            f"core/{name}.py"
            for name in ("modes", "routine", "usage", "settings", "controls", "faults")
        ),
        "what a user chooses and is told",
    ),
    Group(
        "board",
        tuple(
            f"core/{name}.py"
            for name in ("board", "bridge", "chips", "chips_rp2", "chips_esp32", "fit", "quick")
            + ("shapes", "spread")
        ),
        "what may be built and connected, and how a wave is laid out",
    ),
    Group("guard", ("hal/rp2/guard.py", "hal/rp2/output.py"), "the second barrier, each sample"),
)


def files(group: Group) -> list[Path]:
    """The files of a group, in its order. LookupError for one that is gone."""
    found = [GALVA / name for name in group.files]
    for path in found:
        if not path.exists():
            raise LookupError(f"{path}: no such file; mend tools/mutation/targets.py")
    return found


def mutants(group: Group) -> list[Mutant]:
    """All mutants of a group."""
    return [
        each for path in files(group) for each in of_file(path, path.relative_to(GALVA).as_posix())
    ]
