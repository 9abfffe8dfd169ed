"""python -m tools.builds [how many, 1000]: the table of set errors."""

import sys

from tools.builds.accuracy import build, table

many = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
print(table([build(seed) for seed in range(many)]))
