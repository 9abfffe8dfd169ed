"""The words of the screen: what to do, wrapped onto its rows."""

from .signals import signal

WIDTH = 16  # characters of a row
CURE_ROWS = 3

# What to do, in the signals that a person can do something about: CURE_ROWS at most, one less
# below READY.
CURES = {
    "idle": "hold START to begin",
    "self test": "hold the electrodes in the air",
    "looking": "hold both electrodes on the skin",
    "done": "the time or the dose is up",
    "no contact": "put both flat on the skin, then START",
    "no gel": "put gel on both, then START",
    "oily": "wipe the skin, take new gel, then START",
    "short": "they touch, or gel joins them: keep apart",
    "battery low": "charge it, unplug it, then START",
    "stuck button": "one is held or stuck: let it go",
    "read first": "read who must not use it, then confirm",
    "enough today": "no more today: go on tomorrow",
    "rest day": "microneedling today: go on tomorrow",
    "enough this week": "better rest a day; START still works",
    "confirm": "a link asks: hold START to agree",
    "bench": "into the dummy, not the skin",
}


def headline(name: str) -> str:
    """The screen line of a signal."""
    return signal(name)[2]


def wrapped(text: str) -> "list[str]":
    """Lines of WIDTH characters at most, broken between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines
