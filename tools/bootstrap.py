"""`make setup`: all that Galva's tools and tests need, into .venv. Standard library only.

This file alone must also parse on a Python that is too old, to say so in one line.
"""

import importlib.util
import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

OLDEST = (3, 11)


def refusal(
    version: "tuple[int, ...]", find: "Callable[[str], object]" = importlib.util.find_spec
) -> str:
    """Why this Python cannot be used, with the cure; "" when it can. version: such as (3, 11)."""
    if version < OLDEST:
        return (
            f"Python {version[0]}.{version[1]} is too old, 3.11 or later is needed: install one, "
            "or name one you have: make setup PYTHON=/path/to/python3.11"
        )
    if find("venv") is None or find("ensurepip") is None:
        return "this Python cannot make a virtual environment: sudo apt install python3-venv"
    return ""


def main() -> int:
    """Exit code of `make setup`."""
    why_not = refusal(sys.version_info[:2])
    if why_not:
        print("set-up: " + why_not)
        return 1
    sys.path[0] = str(Path(__file__).parents[1])
    from tools.setup_steps import runner, steps

    return runner.run(steps.STEPS)


if __name__ == "__main__":
    sys.exit(main())
