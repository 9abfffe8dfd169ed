"""Composition root: one board, its hardware, the application. Every way out ends in off."""

from board import BOARD  # written at deploy: the board this device was built on
from galva import app, hal

device = hal.build(BOARD)
try:
    app.run(device)
finally:
    device.off()
