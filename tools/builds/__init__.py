"""Many boards of random parts, and their calibration with the device's own fit."""

import sys

from tools.static.sources import ROOT

if str(ROOT / "firmware") not in sys.path:  # galva.core
    sys.path.append(str(ROOT / "firmware"))
