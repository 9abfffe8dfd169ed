"""modes.json and routines.json, torn and changed: a reason each, never an exception."""

import fuzz
from galva.app import user_modes, user_routines


def modes(text):
    return user_modes.parse(text, 100)


def many(parse, sound, n):
    taken = reasons = 0
    assert fuzz.look(parse, sound) == (2, 0)
    for text in fuzz.texts(1, sound, n):
        some, lines = fuzz.look(parse, text)
        taken += some
        reasons += lines
    assert taken > n // 20 and reasons > n // 4, (taken, reasons)


def test_modes():
    many(modes, fuzz.MODES, 500)


def test_routines():
    many(user_routines.parse, fuzz.ROUTINES, 500)


def test_deep_nesting():
    for text in ("[" * 2000, '{"a":' * 400, "[" * 1000 + "]" * 1000, '[{"name":' * 200):
        for parse in (modes, user_routines.parse):
            assert fuzz.look(parse, text)[0] == 0
