"""Hours of sessions on the fakes, one device's life, judged from its skin and its files."""

import sys

from tools.static.sources import import_paths

sys.path[:0] = [str(path) for path in import_paths() if str(path) not in sys.path]
