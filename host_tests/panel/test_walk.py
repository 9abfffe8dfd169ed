"""Every gesture in every state, with contacts that bounce: what the device does is the table's.

Each pair is a fork of one device that was brought into the state; another fork is left alone, and
what the table does not name must be the same in both.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from galva.core import controls
from galva.core.controls import GESTURES
from galva.core.modes import MODES
from galva.core.routine import ROUTINES
from host_tests.panel.boards import FOUR_BUTTONS, MODE_BUTTONS
from host_tests.panel.stage import INTO, Stage
from tools.emulator.rig import forked

EARLY_MS = 800  # after the first touch
AFTER_MS = 1100  # after the last: more than a turn of any light here


@dataclass(frozen=True)
class Hand:
    """Fingers on these buttons, gap_ms apart, hold_ms from the last on; what gestures that is."""

    buttons: tuple[str, ...]
    hold_ms: int
    gestures: tuple[int, ...]
    gap_ms: int = 0

    def __str__(self) -> str:
        return f"{' + '.join(self.buttons)} {self.gap_ms} {self.hold_ms} ms"

    def touch(self, rig: Stage) -> None:
        """Do it; the time it takes is `ms`."""
        for k, button in enumerate(self.buttons):
            rig.at(k * self.gap_ms, partial(rig.hold, button))
            rig.at(self.last_ms + self.hold_ms + 7 * k, partial(rig.release, button))

    @property
    def last_ms(self) -> int:
        """When the last finger comes down."""
        return self.gap_ms * (len(self.buttons) - 1)

    @property
    def ms(self) -> int:
        """From the first touch to the end of watching."""
        return self.last_ms + self.hold_ms + AFTER_MS


_START = (controls.START_DOWN, controls.START_HELD, controls.START_LONG, controls.START_LONGEST)
_STARTS = tuple(
    Hand(("START",), ms, _START[: k + 1]) for k, ms in enumerate((120, 620, 2120, 3120))
)
HANDS = {
    "four buttons": _STARTS
    + (
        Hand(("MODE",), 30, (controls.MODE_DOWN, controls.MODE_UP)),
        Hand(("MODE",), 900, (controls.MODE_DOWN, controls.MODE_UP)),
        Hand(("MODE",), 1120, (controls.MODE_DOWN, controls.MODE_HELD)),
        Hand(("PLUS",), 30, (controls.PLUS,)),
        Hand(("PLUS",), 550, (controls.PLUS,)),
        Hand(("PLUS",), 850, (controls.PLUS,) * 2),
        Hand(("MINUS",), 120, (controls.MINUS,)),
        Hand(("MINUS",), 850, (controls.MINUS,) * 2),
        Hand(("MODE", "MINUS"), 200, (controls.MODE_DOWN, controls.PAIR)),
        Hand(("MODE", "MINUS"), 200, (controls.MODE_DOWN, controls.PAIR), 300),
        Hand(("MINUS", "MODE"), 200, (controls.MODE_DOWN, controls.PAIR), 50),
        Hand(("PLUS", "MINUS"), 2900, ()),
        Hand(("PLUS", "MINUS"), 3120, (controls.PAIR_HELD,)),
        Hand(("MINUS", "PLUS"), 3120, (controls.PAIR_HELD,), 50),
        Hand(("MODE", "PLUS"), 1120, (controls.MODE_DOWN,), 50),
        Hand(("MODE", "MINUS", "PLUS"), 3120, (controls.MODE_DOWN,)),
    ),
    "mode buttons": (
        Hand(("LIFT",), 120, (controls.MODE_DOWN, controls.KEY_UP)),
        Hand(("TIGHTEN",), 120, (controls.MODE_DOWN, controls.KEY_UP)),
        Hand(("INFUSE",), 1120, (controls.MODE_DOWN, controls.MODE_HELD)),
        Hand(("LIFT", "TIGHTEN"), 200, (controls.MODE_DOWN, controls.PAIR), 300),
        Hand(("INFUSE", "LIFT"), 3120, (controls.MODE_DOWN, controls.PAIR_HELD), 50),
        Hand(("TIGHTEN", "INFUSE"), 3120, (controls.MODE_DOWN,)),
    ),
}
BOARDS = {"four buttons": FOUR_BUTTONS, "mode buttons": MODE_BUTTONS}
IDLE, ENDING, WORKING = range(3)


def activity(rig: Stage) -> int:
    """By the rail, and where it is on by whether a ramp ends it."""
    front = rig.front
    if not front.hv_on:
        return IDLE
    return ENDING if rig.status["state"] == "RAMP_DOWN" else WORKING


def observed(rig: Stage, hand: Hand, touched: bool) -> dict[str, Any]:
    """What a person can see of the device during and after this hand, or without it."""
    for name in ("settings.a", "settings.b"):  # of another fork
        (rig.folder / name).unlink(missing_ok=True)
    begin_ms, level = rig.now_ms, rig.status["level"]
    if touched:
        hand.touch(rig)
    rig.run(EARLY_MS)
    early = activity(rig)
    rig.run(max(0, hand.ms - EARLY_MS - 1000))
    lights = set()
    for _ in range(50):
        rig.run(20)
        lights.add(rig.light)
    late = activity(rig)
    if late == IDLE:
        assert rig.front.bridge == 0 and not rig.front.relay_closed and rig.front.code == 0
    mode = next(mode for mode in MODES if mode.name == rig.status["mode"])
    peak_ua = rig.front.trace.peak_ua(begin_ms * 1000, rig.now_ms * 1000)
    assert peak_ua <= 1.1 * mode.level_ua(max(level, rig.status["level"])) + 8
    text = (
        (rig.folder / "settings.a").read_text() if (rig.folder / "settings.a").exists() else "{}"
    )
    stored = json.loads(text)
    return {
        "early": early,
        "late": late,
        "lights": lights,
        "mode": rig.status["mode"],
        "level": rig.status["level"],
        "fault": rig.status["fault"],
        "mute": stored.get("mute", 0),
        "routine": stored.get("routine", "none"),
        "acknowledged": rig.guard.acknowledged,
    }


def _next_mode(now: Any) -> Any:
    names = [mode.name for mode in MODES]
    return names[(names.index(now) + 1) % len(names)]


# action: (what changes, to which values from what it would be untouched, or was before)
EFFECTS: dict[str, tuple[tuple[str, Callable[[Any], set[Any]]], ...]] = {
    "start": (("early", lambda _: {WORKING}), ("late", lambda _: {WORKING})),
    "clear": (("late", lambda _: {WORKING}),),
    "stop": (("early", lambda now: set(range(now))), ("late", lambda _: {IDLE, ENDING})),
    "off": (("late", lambda _: {IDLE}),),
    "wake": (),
    "next mode": (("mode", lambda now: {_next_mode(now)}),),
    "next routine": (("routine", lambda _: {ROUTINES[0].name}),),
    "mute": (("mute", lambda _: {1}),),
    "acknowledge": (("acknowledged", lambda _: {1}),),
    "level up": (("level", lambda now: {now + 1}),),
    "level down": (("level", lambda now: {max(1, now - 1)}),),
}


def expected(actions: list[str], alone: dict[str, Any], hand: Hand) -> dict[str, set[Any]]:
    """For each thing that can be observed, what the table allows, from what it is untouched."""
    want = {what: {value} for what, value in alone.items() if what != "lights"}
    for action in actions:
        if action == "pick" and hand.buttons[0] != alone["mode"]:
            want["mode"] = {hand.buttons[0]}
            continue
        for what, effect in EFFECTS["level up" if action == "pick" else action]:
            want[what] = effect(max(want[what]))
    if want["mode"] != {alone["mode"]}:
        want["level"] = {mode.start_level for mode in MODES if {mode.name} == want["mode"]}
    return want


def differences(state: str, hand: Hand, seen: dict[str, Any], alone: dict[str, Any]) -> list[str]:
    """What is not as the table says, one line each."""
    at = controls.STATES.index(state)
    actions = [controls.ACTIONS[controls.action(at, gesture)] for gesture in hand.gestures]
    done = [action for action in actions if action not in ("nothing", "refuse")]
    want = expected(done, alone, hand)
    told = f"{state}, {hand} -> {', '.join(done) or 'nothing'}: "
    found = [
        f"{told}{what} is {seen[what]!r}, not {values!r}"
        for what, values in want.items()
        if seen[what] not in values
    ]
    dark = seen["lights"] == {(0.0, 0.0, 0.0)}
    if dark != ("off" in done or (state == "OFF" and "wake" not in done)):
        found.append(f"{told}dark is {dark}")
    if not done and seen["lights"] != alone["lights"]:
        found.append(f"{told}the light changed")
    return found


@pytest.mark.hazard("H34", "H35", "H5")
@pytest.mark.parametrize("state", controls.STATES)
@pytest.mark.parametrize("board", BOARDS)
def test_every_gesture_does_what_the_table_says(
    monkeypatch: pytest.MonkeyPatch, board: str, state: str
) -> None:
    rig = Stage(monkeypatch, BOARDS[board])
    try:
        found = walk(rig, board, state)
    finally:
        rig.close()
    assert not found, "\n".join(found)


def walk(rig: Stage, board: str, state: str) -> list[str]:
    """What is not as the table says, of all hands in this state."""
    INTO[state](rig)
    untouched: dict[int, dict[str, Any]] = {}
    found: list[str] = []
    for hand in HANDS[board]:
        if hand.ms not in untouched:
            untouched[hand.ms] = forked(partial(observed, rig, hand, False))
        seen = forked(partial(observed, rig, hand, True))
        found += differences(state, hand, seen, untouched[hand.ms])
    return found


def test_the_hands_make_every_gesture() -> None:
    made = {gesture for hands in HANDS.values() for hand in hands for gesture in hand.gestures}
    assert made == set(range(len(GESTURES)))
