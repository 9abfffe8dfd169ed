"""Calibration with a multimeter: the wizard of hardware.md section 7, on a device's link."""
