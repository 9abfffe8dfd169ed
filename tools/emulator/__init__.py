"""An RP2040 that runs the real MicroPython image in virtual time, and the rig around it."""
