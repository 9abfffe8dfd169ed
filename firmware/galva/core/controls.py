"""What the buttons mean: one table, state x gesture -> action. Complete: checked when built."""

from . import session
from .limits import require

# What the buttons can do beyond the states of a session: it waits for a person to read, or sleeps.
STATES = session.STATES + ("READ_FIRST", "OFF")
READ_FIRST, OFF = len(session.STATES), len(session.STATES) + 1

GESTURES = (
    ("START pressed", "START held 0.5 s", "START held 2 s", "START held 3 s", "MODE pressed")
    + ("MODE let go", "MODE held 1 s", "mode button let go", "PLUS", "MINUS")
    + ("MODE + MINUS", "PLUS + MINUS held 3 s")
)  # fmt: skip
(START_DOWN, START_HELD, START_LONG, START_LONGEST, MODE_DOWN) = range(5)
(MODE_UP, MODE_HELD, KEY_UP, PLUS, MINUS, PAIR, PAIR_HELD) = range(5, len(GESTURES))
NONE = len(GESTURES)  # no gesture
URGENT = MODE_DOWN  # up to here they count whatever else is pressed

ACTIONS = (
    ("nothing", "start", "stop", "clear", "off", "wake", "next mode", "next routine")
    + ("pick", "level up", "level down", "mute", "acknowledge", "refuse")
)  # fmt: skip
(NO, START, STOP, CLEAR, SWITCH_OFF, WAKE, MODE, ROUTINE) = range(8)
(PICK, UP, DOWN, MUTE, READ, REFUSE) = range(8, len(ACTIONS))

_WORKING = (STOP, NO, NO, SWITCH_OFF, STOP, NO, NO, NO, NO, NO, NO, NO)
_TREATING = (STOP, NO, NO, SWITCH_OFF, STOP, NO, NO, NO, UP, DOWN, NO, NO)
TABLE = (
    #              START: pressed, 0.5 s, 2 s, 3 s; MODE: pressed, let go, 1 s; mode button;
    #              PLUS, MINUS; MODE + MINUS, PLUS + MINUS
    (session.IDLE, (NO, START, NO, SWITCH_OFF, NO, MODE, ROUTINE, PICK, UP, DOWN, MUTE, NO)),
    (session.SELF_TEST, _WORKING),
    (session.CHECK, _WORKING),
    (session.RAMP_UP, _TREATING),
    (session.RUN, _TREATING),
    (session.HOLD, _TREATING),
    (session.RAMP_DOWN, _WORKING),  # a second press does not wait for the ramp
    (session.FAULT, (NO, NO, CLEAR, SWITCH_OFF, NO, NO, NO, NO, NO, NO, NO, NO)),
    (READ_FIRST, (NO, REFUSE, NO, SWITCH_OFF, NO, NO, NO, NO, NO, NO, MUTE, READ)),
    (OFF, (WAKE, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO)),
)

COMBINE_MS = 80  # so long PLUS and MINUS wait for a second finger
LEVEL_MS, AGAIN_MS = 600, 400  # a held PLUS repeats first after, then each

_KEY = (MODE_DOWN, KEY_UP, ((1000, MODE_HELD),), 0)
# role of a button: (gesture at once, gesture of a short press, (ms, gesture) while it is held,
# after which the last of these repeats, 0 = never)
PRESSES = {
    "start": (START_DOWN, NONE, ((500, START_HELD), (2000, START_LONG), (3000, START_LONGEST)), 0),
    "mode": (MODE_DOWN, MODE_UP, ((1000, MODE_HELD),), 0),
    "plus": (NONE, PLUS, ((COMBINE_MS, PLUS), (LEVEL_MS, PLUS)), AGAIN_MS),
    "minus": (NONE, MINUS, ((COMBINE_MS, MINUS), (LEVEL_MS, MINUS)), AGAIN_MS),
    "lift": _KEY,
    "tighten": _KEY,
    "infuse": _KEY,
}
# Two buttons and no other: (roles, gesture, after ms). The last two: where there is no MODE.
PAIRS = (
    (("mode", "minus"), PAIR, 0),
    (("plus", "minus"), PAIR_HELD, 3000),
    (("lift", "tighten"), PAIR, 0),
    (("lift", "infuse"), PAIR_HELD, 3000),
)


def flatten(table: "tuple[tuple[int, tuple[int, ...]], ...]") -> bytes:
    """One byte per (state, gesture): the action."""
    flat = b""
    for at, (state, actions) in enumerate(table):
        require(state == at < len(STATES), "controls", "not one row for each state, in order")
        require(len(actions) == len(GESTURES), STATES[at], "not one action for each gesture")
        flat += bytes(actions)
    require(len(table) == len(STATES), "controls", "a state without a row")
    require(max(flat) < len(ACTIONS), "controls", "an action that is none")
    return flat


_ACTION = flatten(TABLE)


def action(state: int, gesture: int) -> int:
    """The reaction of this state."""
    return _ACTION[state * len(GESTURES) + gesture]


def reaction(began: int, now: int, gesture: int) -> int:
    """The action, if it is the same in the state in which the press began and in this one.

    So a press that has stopped a session never starts one by being held.
    """
    meant = action(began, gesture)
    return meant if meant == action(now, gesture) else NO
