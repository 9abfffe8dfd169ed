"""The table of the buttons: complete, and what no entry may break."""

from galva.core import controls, session
from galva.core.controls import action, reaction
from galva.core.limits import ConfigError

STATES = range(len(controls.STATES))
GESTURES = range(len(controls.GESTURES))
QUIET = (session.IDLE, session.FAULT, controls.READ_FIRST, controls.OFF)


def refused(table):
    try:
        controls.flatten(table)
    except ConfigError as error:
        return str(error)
    raise ValueError("not refused")


def test_a_table_with_a_hole_is_refused():
    rows = controls.TABLE
    assert "state" in refused(rows[:-1])
    assert "in order" in refused(rows[1:] + rows[:1])
    assert "gesture" in refused(rows[:-1] + ((controls.OFF, rows[-1][1][:-1]),))
    assert "none" in refused(rows[:-1] + ((controls.OFF, (99,) + rows[-1][1][1:]),))


def test_a_row_or_an_action_too_many_is_refused():
    rows = controls.TABLE
    assert "in order" in refused(rows + ((len(rows), rows[-1][1]),))
    over = (len(controls.ACTIONS),) + rows[-1][1][1:]
    assert "none" in refused(rows[:-1] + ((controls.OFF, over),))
    last = (len(controls.ACTIONS) - 1,) + rows[-1][1][1:]
    assert controls.flatten(rows[:-1] + ((controls.OFF, last),))[-len(last) :] == bytes(last)


def test_the_times_of_each_button_and_pair():
    """product.md: START held 0.5 s; gestures say their own."""
    held = {"start": (500, 2000, 3000), "mode": (1000,), "plus": (80, 600), "minus": (80, 600)}
    held.update({"lift": (1000,), "tighten": (1000,), "infuse": (1000,)})
    again_ms = {"plus": 400, "minus": 400}
    assert set(held) == set(controls.PRESSES)
    for role in held:
        holds, again = controls.PRESSES[role][2:]
        assert tuple(ms for ms, _gesture in holds) == held[role], role
        assert again == again_ms.get(role, 0), role
        for ms, gesture in holds:
            words = controls.GESTURES[gesture].split(" held ")
            assert len(words) == 1 or words[1] in ("%d s" % (ms // 1000), "0.%d s" % (ms // 100))
    due = {("mode", "minus"): 0, ("plus", "minus"): 3000}
    due.update({("lift", "tighten"): 0, ("lift", "infuse"): 3000})
    assert {roles: ms for roles, _gesture, ms in controls.PAIRS} == due
    assert controls.COMBINE_MS == 80


def test_only_a_held_start_in_idle_starts():
    found = [(s, g) for s in STATES for g in GESTURES if action(s, g) == controls.START]
    assert found == [(session.IDLE, controls.START_HELD)]
    began = [b for b in STATES if reaction(b, session.IDLE, controls.START_HELD) == controls.START]
    assert began == [session.IDLE]


def test_whatever_is_energised_stops_at_a_press_of_start_and_of_mode():
    for state in STATES:
        due = controls.NO if state in QUIET else controls.STOP
        assert action(state, controls.MODE_DOWN) == due
        assert (action(state, controls.START_DOWN) == controls.STOP) == (state not in QUIET)


def test_a_long_start_switches_off_whatever_it_began_in():
    for began in STATES:
        for now in STATES:
            is_off = reaction(began, now, controls.START_LONGEST) == controls.SWITCH_OFF
            assert is_off == (began != controls.OFF and now != controls.OFF)


def test_asleep_nothing_but_start_does_anything():
    done = [action(controls.OFF, g) for g in GESTURES if action(controls.OFF, g)]
    assert done == [controls.WAKE] and action(controls.OFF, controls.START_DOWN) == controls.WAKE


def test_mode_changes_only_where_nothing_flows():
    for state in STATES:
        for gesture in GESTURES:
            if action(state, gesture) in (controls.MODE, controls.ROUTINE, controls.PICK):
                assert state == session.IDLE


def test_every_gesture_has_a_button_and_every_action_a_gesture():
    made = [gesture for _roles, gesture, _ms in controls.PAIRS]
    for at_once, short, holds, _again in controls.PRESSES.values():
        made += [at_once, short] + [gesture for _ms, gesture in holds]
    assert set(made) - {controls.NONE} == set(GESTURES)
    assert {action(s, g) for s in STATES for g in GESTURES} == set(range(len(controls.ACTIONS)))
