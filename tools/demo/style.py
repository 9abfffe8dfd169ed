"""Words and colours of the states, for the picture and the page alike."""

from typing import NamedTuple

MEASURED = (
    "Measured in emulation: real firmware, modelled front end and skin. No silicon, no person."
)


class Look(NamedTuple):
    """A state in a picture. colour: of its band; words: what the device does in it."""

    colour: str
    words: str


STATES = {
    "IDLE": Look("#b8bec6", "off: relay open, bridge crowbarred, code 0"),
    "SELF_TEST": Look("#c3a6e0", "tests itself on the dummy load"),
    "CHECK": Look("#7fb2f0", "looks for skin with the 10 µA probe"),
    "RAMP_UP": Look("#a5d66f", "ramps up to the level"),
    "RUN": Look("#4fb477", "runs the mode"),
    "HOLD": Look("#f2b04c", "lost the skin: holds, and probes for it"),
    "RAMP_DOWN": Look("#d9d36a", "ramps down"),
    "FAULT": Look("#e5635c", "off, latched"),
}
LINES = {
    "setpoint": "#8a8f98",
    "delivered": "#1565c0",
    "impedance": "#7b3fa0",
    "device": "#d9822b",
    "charge": "#00796b",
}
