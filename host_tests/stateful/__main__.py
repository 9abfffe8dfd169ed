"""python -m host_tests.stateful: 10,000 steps at least; prints the states visited."""

import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from tools.static.sources import ROOT, import_paths

sys.path[:0] = [str(path) for path in (*import_paths(), Path(ROOT, "host_tests", "portable"))]

from galva.core.session import STATES  # noqa: E402
from host_tests.stateful import machine  # noqa: E402

STEPS = 10_000
_EXAMPLES, _EACH = 25, 50


def main() -> int:
    """0 when nothing broke and every state was seen; 1 with the steps that broke something."""
    out = Console()
    began_s = time.process_time()
    seed = 0
    with Progress(console=out, disable=not out.is_terminal) as bar:
        task = bar.add_task("steps", total=STEPS)
        while machine.steps < STEPS:
            try:
                machine.walk(_EXAMPLES, _EACH, of=seed)
            except AssertionError as error:
                out.print(f"{error}\n" + "\n".join(getattr(error, "__notes__", ())), markup=False)
                return 1
            seed += 1
            bar.update(task, completed=min(STEPS, machine.steps))
    for state in STATES:
        out.print(f"{state:10} {machine.visited[state]:6} steps ended in it", markup=False)
    unseen = [state for state in STATES if not machine.visited[state]]
    for state in unseen:
        out.print(f"{state} was never seen: give machine.py a way there", style="red")
    cpu_s = time.process_time() - began_s
    out.print(f"{machine.steps} steps, nothing broken; {cpu_s:.0f} s of CPU")
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
