"""`make demo`: one session of the whole device, as a person would use it, drawn and judged."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIRMWARE = str(ROOT / "firmware")
if FIRMWARE not in sys.path:  # galva.core: the modes and limits that the device itself uses
    sys.path.append(FIRMWARE)
