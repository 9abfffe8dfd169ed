"""Many boards of random parts, and their calibration with the device's own fit."""
