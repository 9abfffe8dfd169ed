"""The fault campaign on the fake rig: `python -m host_tests.campaign`, called by `make faults`.

The tables, the judge and the report are tools.faults; the fakes are here, so its runner is too.
"""

import sys

from tools.static.sources import import_paths

sys.path[:0] = [str(path) for path in import_paths() if str(path) not in sys.path]
