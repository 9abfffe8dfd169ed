"""What is read on the glass, and that a screen which fails changes nothing; on both rigs.

Text is decoded from the lit dots of the SSD1306's memory: tools/sim/oled.py.
"""

from itertools import pairwise

from galva.core.bridge import RUN_LINE
from host_tests.scenarios.sessions import Rig, assert_off, power_on, start, until

SETTLED_MS = 700  # a new look of 8 rows, and the light
RENEWED_MS = 6000  # with the output off it is looked for each 5 s
SWAP_US = 10  # crowbarred at a change of polarity
LATE_US = 5_200  # a tick is due each 5 ms


def shown(rig: Rig) -> list[str]:
    """The lines of the screen, once it has had time."""
    rig.run(SETTLED_MS)
    return list(rig.screen.text)


def in_session(rig: Rig) -> list[str]:
    """The lines in a session: the number of double size takes two rows, which change in turn."""
    for _ in range(20):
        lines = list(rig.screen.text)
        if len(lines) == 7:
            return lines
        rig.run(20)
    raise AssertionError(lines)


def to_run(rig: Rig) -> None:
    """From idle to a session at level 3, 127 uA, in the on part of the envelope."""
    rig.press("PLUS")
    rig.press("PLUS")
    rig.touch("good")
    start(rig)
    until(rig, "RUN", 5000)


def microampere(line: str) -> int:
    """The number of a line `127 uA`."""
    number, unit = line.split()
    assert unit == "uA"
    return int(number)


def minutes(line: str) -> int:
    """The seconds of a line that ends in 4:57."""
    left, _, right = line.rpartition(" ")[2].partition(":")
    return 60 * int(left) + int(right)


def idle(rig: Rig) -> None:
    """Mode, level, ready, what to do, and what a session would give."""
    lines = shown(rig)
    assert lines[0] == "LIFT     level 1"
    assert lines[2] == " READY" and len(lines) == 7  # one of them is of double size
    assert " ".join(lines[3:5]) == "hold START to begin"
    assert lines[6] == "50 uA       5:00"
    rig.press("PLUS")
    rig.press("MODE")
    rig.press("PLUS")
    lines = shown(rig)
    assert lines[0] == "TIGHTEN  level 2"
    assert microampere(lines[6].split("  ")[0]) == rig.status["target_ua"]
    assert minutes(lines[6]) == 480


def run(rig: Rig) -> None:
    """What is delivered, within what the skin gets; contact; time left goes down."""
    shown(rig)
    lines = in_session(rig)
    peak_ua = rig.front.trace.peak_ua(rig.now_ms * 1e3 - 1.5e6, rig.now_ms * 1e3)
    assert lines[0] == "LIFT     level 3"
    assert abs(microampere(lines[2]) - 127) <= 127 * 0.05 + 8
    assert abs(microampere(lines[2]) - peak_ua) <= 10
    assert lines[3].startswith("contact ###") and lines[3].endswith(".")
    assert abs(minutes(lines[4]) - rig.status["left_s"]) <= 1
    rig.run(2000)
    later = in_session(rig)[4]
    assert minutes(later) < minutes(lines[4])
    assert abs(minutes(later) - rig.status["left_s"]) <= 1


def hold(rig: Rig) -> None:
    """No contact: 0 uA, an empty bar, the time stands still, and when it ends is counted."""
    rig.lift()
    lines = shown(rig)
    assert lines[2].strip() == "0 uA"
    assert lines[3] == "contact ........"
    assert lines[5].startswith("ends in") and 57 <= minutes(lines[5]) <= 59
    rig.run(2000)
    later = rig.screen.text
    assert later[4] == lines[4]
    assert minutes(lines[5]) - minutes(later[5]) in (2, 3)


def refused(rig: Rig) -> None:
    """Why there was no session, and what to do."""
    start(rig)
    until(rig, "CHECK", 3000)
    until(rig, "IDLE", 5000)
    lines = shown(rig)
    assert " ".join(lines[4:7]) == "put both flat on the skin, then START"
    assert " READY" not in lines
    rig.run(4000)
    assert " READY" in rig.screen.text


def fault(rig: Rig) -> None:
    """Its name, and its cure in words."""
    rig.usb(True)
    lines = shown(rig)
    assert rig.status["state"] == "FAULT"
    assert lines[1] == "USB_POWER"
    assert " ".join(lines[2:5]) == "USB power during a session: unplug it"
    assert lines[7] == "hold START 2 s"
    assert_off(rig)


def missing(rig: Rig) -> None:
    """No screen at power-on: a session all the same; one that is plugged in is found."""
    rig.plug_screen(False)
    power_on(rig)
    to_run(rig)
    undisturbed(rig, 500)
    rig.press("START")
    until(rig, "IDLE", 3000)
    rig.plug_screen(True)
    rig.run(RENEWED_MS)
    assert shown(rig)[0] == f"LIFT     level {rig.status['level']}"


def unplugged(rig: Rig) -> None:
    """Pulled out in a session and plugged in again: the output does not notice."""
    rig.run(500)
    assert rig.screen.text
    rig.plug_screen(False)
    undisturbed(rig, 500)
    rig.plug_screen(True)
    undisturbed(rig, 500)
    assert sum(rig.screen.written) == 0  # not looked for while the output is on


def held(rig: Rig) -> None:
    """A line of its bus stuck low in a session: no wait is longer than the tick can bear."""
    rig.run(500)
    rig.hold_i2c(True)
    undisturbed(rig, 500)
    rig.hold_i2c(False)
    rig.press("START")
    until(rig, "IDLE", 3000)
    rig.run(RENEWED_MS)
    assert shown(rig)[0] == f"LIFT     level {rig.status['level']}"


def forgetful(rig: Rig) -> None:
    """Its supply fails for a moment while idle: it is set up and drawn anew."""
    assert shown(rig)
    rig.screen.power_on()
    assert rig.screen.text == []
    rig.run(RENEWED_MS)
    assert shown(rig)[0] == "LIFT     level 1"


def undisturbed(rig: Rig, ms: float) -> None:
    """LIFT changes polarity in time, is crowbarred only there; no tick is late, a button works.

    The button changes what is to be shown, so that a row is sent.
    """
    from_us = rig.now_ms * 1e3
    level = rig.status["level"]
    rig.press("PLUS")
    rig.run(ms)
    rows = rig.front.trace.between(from_us, rig.now_ms * 1e3)
    changes = [b for a, b in pairwise(rows) if a.bridge != b.bridge]
    assert len(changes) >= ms / rig.period_ms
    for row, following in pairwise(changes):
        most_us = rig.period_ms * 500 if row.bridge & RUN_LINE else SWAP_US
        assert following.t_us - row.t_us <= most_us
    assert rig.status["state"] == "RUN" and rig.status["fault"] == ""
    assert rig.status["level"] == level + 1
    assert rig.status["late_us"] < LATE_US


FROM_POWER_OFF = (missing,)
FROM_IDLE = (idle, refused, forgetful)
FROM_RUN = (run, hold, fault, unplugged, held)
