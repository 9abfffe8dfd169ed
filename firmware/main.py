"""Composition root: one board, its hardware, the application. Every way out ends in off."""

import gc

gc.threshold(65536)  # what the imports leave behind would break the heap into small pieces

from finder import Finder  # noqa: E402

with Finder():
    from board import BOARD  # written at deploy: the board this device was built on
    from galva import app, hal

    hal.load(BOARD)

del Finder
device = hal.build(BOARD)
gc.collect()
gc.threshold(-1)
try:
    app.run(device)
finally:
    device.off()
