"""Composition root: one board, its hardware, the application. Every way out ends in off."""

import gc

gc.threshold(32768)  # what the imports leave behind would break the heap into small pieces

from board import BOARD  # noqa: E402  written at deploy: the board this device was built on
from galva import app, hal  # noqa: E402

device = hal.build(BOARD)
gc.collect()
gc.threshold(-1)
try:
    app.run(device)
finally:
    device.off()
