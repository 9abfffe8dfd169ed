"""Files as a maker, a bad cable or an enemy may leave them: seeded, the same on every VM."""

MODES = """[{"name": "CALM", "shape": "raised sine", "period_ms": 200, "biphasic": true,
 "least_ua": 20, "most_ua": 120, "session_ms": 300000, "ramp_up_ms": 5000, "ramp_down_ms": 500,
 "envelope_ms": [900, 300, 100], "swap_ms": 5000, "start_level": 3},
 {"name": "DIRECT", "shape": "rectangular", "period_ms": 20, "biphasic": false, "least_ua": 20,
 "most_ua": 100, "session_ms": 240000, "ramp_up_ms": 5000, "ramp_down_ms": 2000}]"""
ROUTINES = """[{"name": "my neck", "steps": [
 {"zone": "neck", "side": "left", "seconds": 60, "stroke_s": 5, "hold_s": 5},
 {"zone": "neck", "side": "right", "seconds": 60, "stroke_s": 5, "hold_s": 0}]},
 {"name": "brow", "steps": [
 {"zone": "brow", "side": "left", "seconds": 180, "stroke_s": 60, "hold_s": 30}]}]"""
_TOKENS = (
    ("{", "}", "[", "]", ",", ":", '"', "\\", "\n", "\x00", "null", "true", "false", "nan", "-")
    + ("0", "1", "-1", "2147483648", "9" * 30, "9" * 400, "1e9", "0.5", "1e999", "\u00e9")
    + ('"neck"', '"eyes"', '"none"', '"LIFT"', '"x"', '"name"', '"steps"', '"\\ud800"', "[" * 50)
    + ('{"a":' * 20, "[]", "{}")
)  # fmt: skip


class Chance:
    """A generator of 31 bits that every VM computes alike."""

    def __init__(self, seed):
        self._now = seed

    def below(self, n):
        """A whole number 0..n-1."""
        self._now = (self._now * 1103515245 + 12345) % 2147483648
        return (self._now >> 8) % n

    def pick(self, things):
        """One of them."""
        return things[self.below(len(things))]


def _number(chance, text, at):
    """Another number instead of the first one after `at`."""
    while at < len(text) and not text[at].isdigit():
        at += 1
    end = at
    while end < len(text) and text[end].isdigit():
        end += 1
    return text[:at] + str(chance.below(10 ** (1 + chance.below(7)))) + text[end:]


def _mutated(chance, text):
    at = chance.below(len(text) + 1)
    end = at + chance.below(40)
    what = chance.below(7)
    if what == 0:
        return text[:at] + text[end:]
    if what == 1:
        return text[:end] + text[at:]
    if what == 2:
        return text[:at] + chance.pick(_TOKENS) + text[at:]
    if what == 3:
        return text[:at] + chr(1 + chance.below(255)) + text[at + 1 :]
    if what == 4 and chance.below(8) == 0:
        return text[:at]
    if what == 5:
        return text[:at] + chance.pick(_TOKENS) + text[end:]
    return _number(chance, text, at)


def texts(seed, sound, n):
    """n texts: three of four are the sound one with 1 to 4 changes, the others are tokens."""
    chance = Chance(seed)
    for _ in range(n):
        if chance.below(4):
            text = sound
            for _ in range(1 + chance.below(4)):
                text = _mutated(chance, text)
        else:
            text = "[" + "".join([chance.pick(_TOKENS) for _ in range(chance.below(30))])
        yield text


def look(parse, text):
    """(number taken, number of reasons) of a text. AssertionError: it said it badly."""
    taken, reasons = parse(text)
    for reason in reasons:
        assert "\n" not in reason and len(reason) < 320, reason
        assert ".json: " in reason, reason
    assert taken or reasons or text.strip() == "[]" or _empty(text), text
    return len(taken), len(reasons)


def _empty(text):
    return "".join(text.split()) == "[]"
