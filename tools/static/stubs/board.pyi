"""The module that the deployment writes: the board that this device was built on."""

from boards.pico import BOARD as BOARD
