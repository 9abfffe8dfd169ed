"""Everything outside the microcontroller, in pure Python: DAC, front end A, gate and skin."""
