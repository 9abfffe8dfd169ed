"""The front ends: what differs between them is a module each, and a board loads its own."""

from .limits import require

NAMES = ("A", "B")


def of(board: str, front_end: str) -> "FrontEnd":
    """The figures of one of NAMES; ConfigError, with the board's name, for another."""
    require(front_end in NAMES, board, "front end " + front_end + " is none of A, B")
    if front_end == "B":
        from . import afe_b

        return afe_b
    from . import afe_a

    return afe_a


TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import FrontEnd
