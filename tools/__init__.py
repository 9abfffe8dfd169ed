"""Galva on the host: emulator, demo, reports, checks."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
if str(ROOT / "firmware") not in sys.path:  # galva.core: the device's own tables
    sys.path.append(str(ROOT / "firmware"))
