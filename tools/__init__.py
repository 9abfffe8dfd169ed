"""Galva on the host: emulator, demo, reports, checks."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
# galva.core and app: the device's own tables, and the one package of lib/ that app imports
for _folder in (ROOT / "firmware", ROOT / "lib" / "crcline"):
    if str(_folder) not in sys.path:
        sys.path.append(str(_folder))
