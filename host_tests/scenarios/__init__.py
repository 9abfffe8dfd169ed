"""Sessions as a person has them: each runs unchanged on the fakes and on the emulated chip.

A scenario gets a rig and reads only what reached the DAC, the pins, the skin, the light.
"""
