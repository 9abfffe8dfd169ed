"""The session: states, events and the one table that joins them."""

from .limits import require

STATES = ("IDLE", "SELF_TEST", "CHECK", "RAMP_UP", "RUN", "HOLD", "RAMP_DOWN", "FAULT")
IDLE, SELF_TEST, CHECK, RAMP_UP, RUN, HOLD, RAMP_DOWN, FAULT = range(8)

EVENTS = (
    ("START", "PASSED", "CONTACT", "RAMPED", "LOST")
    + ("WAITED", "TIME_UP", "STOP", "ZERO", "TRIP", "ACK", "TEST", "TESTED")
)  # fmt: skip
START, PASSED, CONTACT, RAMPED, LOST, WAITED, TIME_UP, STOP, ZERO, TRIP, ACK, TEST, TESTED = range(
    len(EVENTS)
)

# Why the last session ended; the light and the sound follow it.
ENDS = (
    ("", "stopped", "time up", "no contact", "short", "contact lost", "dose", "fault")
    + ("no gel", "oily", "battery low", "tested")
)  # fmt: skip
NOT_ENDED, STOPPED, OVER, NO_CONTACT, SHORTED, CONTACT_LOST, DOSED, FAULTED = range(8)
NO_GEL, OILY, LOW_BATTERY, CHECKED = range(8, 12)

TABLE = (
    (IDLE, START, SELF_TEST),
    (IDLE, TEST, SELF_TEST),
    (SELF_TEST, PASSED, CHECK),
    (SELF_TEST, TESTED, IDLE),
    (SELF_TEST, STOP, IDLE),
    (CHECK, CONTACT, RAMP_UP),
    (CHECK, WAITED, IDLE),
    (CHECK, STOP, IDLE),
    (RAMP_UP, RAMPED, RUN),
    (RAMP_UP, LOST, HOLD),
    (RAMP_UP, TIME_UP, RAMP_DOWN),
    (RAMP_UP, STOP, RAMP_DOWN),
    (RUN, LOST, HOLD),
    (RUN, TIME_UP, RAMP_DOWN),
    (RUN, STOP, RAMP_DOWN),
    (HOLD, CONTACT, RAMP_UP),
    (HOLD, WAITED, IDLE),
    (HOLD, TIME_UP, IDLE),
    (HOLD, STOP, IDLE),
    (RAMP_DOWN, ZERO, IDLE),
    (RAMP_DOWN, LOST, IDLE),
    (RAMP_DOWN, STOP, IDLE),  # a second press does not wait for the ramp
    (FAULT, ACK, SELF_TEST),  # the cause is gone when the whole of it passes
) + tuple((state, TRIP, FAULT) for state in range(len(STATES)))


def _flatten(table: "tuple[tuple[int, int, int], ...]") -> bytes:
    """One byte per (state, event): the next state. An event without a row changes nothing."""
    flat = bytearray(len(STATES) * len(EVENTS))
    for state in range(len(STATES)):
        for event in range(len(EVENTS)):
            flat[state * len(EVENTS) + event] = state
    seen = set()
    for state, event, following in table:
        key = state * len(EVENTS) + event
        require(key not in seen, "session", "two rows for one state and event")
        seen.add(key)
        flat[key] = following
    return bytes(flat)


_N_EVENTS = len(EVENTS)
_NEXT = _flatten(TABLE)


def step(state: int, event: int) -> int:
    """The state after `event`; the same state when the table has no row. Allocates nothing."""
    return _NEXT[state * _N_EVENTS + event]
