"""modes.json: what passes is a Mode like the built-in ones, what does not has its line."""

import json

from galva.app.user_modes import FILE, MOST, PARAMETERS, parse
from galva.core.modes import MODES


def entry(**changes):
    calm = {"name": "CALM", "shape": "raised sine", "period_ms": 200, "biphasic": True}
    calm.update({"least_ua": 20, "most_ua": 120, "session_ms": 300_000})
    calm.update({"ramp_up_ms": 2000, "ramp_down_ms": 500})
    calm.update(changes)
    return calm


def parsed(*entries):
    return parse(json.dumps(list(entries)), 100)


def reason(*entries):
    """The only line, with no mode taken."""
    modes, reasons = parsed(*entries)
    assert not modes and len(reasons) == 1 and "\n" not in reasons[0], (modes, reasons)
    return reasons[0]


def test_a_mode_comes_out_as_it_was_written():
    modes, reasons = parsed(entry(envelope_ms=[900, 300, 100], swap_ms=5000, start_level=3))
    assert not reasons and len(modes) == 1
    mode = modes[0]
    for key, _kind, _due in PARAMETERS[:9]:
        assert getattr(mode, key) == entry()[key]
    assert (mode.on_ms, mode.off_ms, mode.edge_ms) == (900, 300, 100)
    assert mode.swap_ms == 5000 and mode.start_level == 3


def test_every_broken_limit_names_the_entry():
    for changes, words in (
        ({"most_ua": 501}, "peak most_ua is 501: give 10..500"),
        ({"period_ms": 201}, "a period of 201 samples cannot be two equal phases"),
        ({"shape": "square"}, "unknown shape square: one of raised sine, rectangular"),
        ({"session_ms": 600_001}, "session_ms is 600001: give 1..600000"),
        ({"biphasic": False, "most_ua": 120}, "ramp_up_ms is 2000: give 5000..60000"),
        ({"envelope_ms": [1, 2]}, "envelope_ms is not (on, off, edge)"),
    ):
        assert reason(entry(**changes)) == FILE + ': entry 1 "CALM": ' + words


def test_the_area_counts():
    direct = entry(biphasic=False, ramp_up_ms=5000, most_ua=200)
    assert parse(json.dumps([direct]), 100)[0]
    modes, reasons = parse(json.dumps([direct]), 99)
    assert not modes and "too dense for 99 mm2" in reasons[0]


def test_the_good_ones_are_taken():
    modes, reasons = parsed(entry(most_ua=501), entry(name="A"), 7, entry(name="B"))
    assert [mode.name for mode in modes] == ["A", "B"]
    assert [line[: len(FILE) + 9] for line in reasons] == [FILE + ": entry 1", FILE + ": entry 3"]


def test_an_unknown_key_is_named():
    assert '"CALM": unknown key "peak": remove it' in reason(entry(peak=3))


def test_a_missing_key_is_named():
    for key, _kind, due in PARAMETERS:
        without = entry(envelope_ms=[0, 0, 0], swap_ms=0, start_level=1)
        del without[key]
        if due:
            assert key + " is missing" in reason(without)
        else:
            assert parsed(without)[0]


def test_a_value_of_another_type_is_named():
    for key, value in (
        ("period_ms", 200.0),
        ("period_ms", "200"),
        ("period_ms", True),
        ("biphasic", 1),
        ("name", None),
        ("name", "A\nB"),
        ("shape", ["raised sine"]),
        ("envelope_ms", 5),
        ("envelope_ms", [1, 2, 0.5]),
        ("envelope_ms", [1, 2, False]),
    ):
        assert key + " is " in reason(entry(**{key: value}))


def test_a_name_is_used_once():
    for mode in MODES:
        assert "a built-in one has this name" in reason(entry(name=mode.name))
    modes, reasons = parsed(entry(), entry())
    assert len(modes) == 1 and "an entry above has this name" in reasons[0]
    assert '"THIRTEEN-LONG": a name has 1..12 characters' in reason(entry(name="THIRTEEN-LONG"))
    assert "1..12 characters" in reason(entry(name=""))


def test_more_than_the_most_are_refused():
    entries = [entry(name="M" + str(k)) for k in range(MOST + 3)]
    modes, reasons = parsed(*entries)
    assert len(modes) == MOST
    assert reasons == [FILE + ": entry 9 and all after it: at most 8 modes: remove some"]


def test_a_text_that_is_no_list_of_objects_is_one_line():
    for text in ("", "{", "[1,", "nul", '{"name": "A"}', "3", '"LIFT"'):
        modes, reasons = parse(text, 100)
        assert modes == () and len(reasons) == 1 and reasons[0].startswith(FILE + ": not ")
    assert parse("[]", 100) == ((), [])


def test_a_long_reason_is_cut():
    long_key = entry()
    long_key["k" * 5000] = 1
    assert len(reason(long_key)) < 300
    assert len(reason(["x" * 5000])) < 300
