"""What a user chooses and is told, in figures of their own: modes, routines, rules, bridge."""

from array import array

from galva.core import bridge, faults
from galva.core.limits import ConfigError
from galva.core.modes import MODES, PROBE, STEADY, Mode
from galva.core.routine import REFUSED, ROUTINES, Routine, step
from galva.core.shapes import SHAPES

MIN_MS = 60_000


def refused(call, *args):
    """The ConfigError's text; raises when nothing was refused."""
    try:
        call(*args)
    except ConfigError as error:
        return str(error)
    raise ValueError("not refused")


# ---- modes: product.md

# name, shape, ms of a period, both polarities, uA of each level, ms of a session, of the ramps up
# and down, of an envelope (on, off, edge), of one order of polarity; level at start
FIGURES = (
    ("LIFT", "rectangular", 100, True, (50, 88, 127, 166, 205, 244, 283, 322, 361, 400))
    + (5 * MIN_MS, 1000, 500, (2000, 1000, 400), 0, 1),
    ("TIGHTEN", "raised sine", 1000, True, (30, 60, 90, 120, 150, 180, 210, 240, 270, 300))
    + (8 * MIN_MS, 4000, 1000, (0, 0, 0), 10_000, 1),
    ("INFUSE", "rectangular", 20, False, (20, 40, 60, 80, 100, 120, 140, 160, 180, 200))
    + (4 * MIN_MS, 5000, 2000, (0, 0, 0), 0, 5),
)  # fmt: skip


def test_the_modes_are_those_of_the_design():
    assert len(MODES) == len(FIGURES)
    for mode, figures in zip(MODES, FIGURES):
        wave = (mode.name, mode.shape, mode.period_ms, mode.biphasic)
        levels = (tuple(mode.level_ua(level) for level in range(1, 11)),)
        times = (mode.session_ms, mode.ramp_up_ms, mode.ramp_down_ms)
        envelope = ((mode.on_ms, mode.off_ms, mode.edge_ms),)
        found = wave + levels + times + envelope + (mode.swap_ms, mode.start_level)
        assert found == figures, found


def test_the_probe_is_ten_microampere_of_both_polarities():
    assert PROBE.biphasic and PROBE.least_ua == PROBE.most_ua == 10
    assert PROBE.phase_ms == 50  # 5 ms or more each (hardware.md section 6)


CALM = {"name": "M", "shape": "rectangular", "period_ms": 100, "biphasic": True}
CALM.update({"least_ua": 50, "most_ua": 400, "session_ms": 60_000})
CALM.update({"ramp_up_ms": 1000, "ramp_down_ms": 500})


def mode(**changes):
    return Mode(**dict(CALM, **changes))


def direct(**changes):
    return mode(**dict({"biphasic": False, "ramp_up_ms": 5000}, **changes))


def test_a_mode_at_a_limit_is_taken():
    for changes in (
        {"name": "TWELVE-CHARS"},
        {"most_ua": 500},
        {"least_ua": 10},
        {"least_ua": 10, "most_ua": 10},
        {"least_ua": 200, "most_ua": 200},
        {"session_ms": 1},
        {"session_ms": 600_000},
        {"ramp_up_ms": 60_000},
        {"ramp_down_ms": 1},
        {"ramp_down_ms": 5000},
        {"period_ms": 2},
        {"period_ms": 1000, "most_ua": 200},  # 100 uC a phase
        {"period_ms": 1000, "most_ua": 400, "shape": "raised sine"},
        {"most_ua": 200, "start_level": 10},
        {"envelope_ms": (600_000, 600_000, 300_000)},
        {"envelope_ms": (1, 0, 0)},
        {"envelope_ms": (5, 0, 2)},
        {"swap_ms": 600_000},
    ):
        mode(**changes)
    direct()
    direct(period_ms=1000, session_ms=600_000, ramp_up_ms=60_000)  # no phase: it is dosed


def test_a_mode_beyond_a_limit_is_refused_with_value_and_bound():
    for changes, words in (
        ({"name": "THIRTEEN-LONG"}, "THIRTEEN-LON: a name has 1..12 characters"),
        ({"most_ua": 9, "least_ua": 9}, "peak most_ua is 9: give 10..500"),
        ({"least_ua": 401}, "least_ua (probe..peak) is 401: give 10..400"),
        ({"most_ua": 201, "start_level": 10}, "current of start_level is 201: give 0..200"),
        ({"least_ua": 201}, "current of start_level is 201: give 0..200"),
        ({"period_ms": 0}, "a period of 0 samples cannot be two equal phases"),
        ({"period_ms": 1000, "most_ua": 201}, "charge of a phase in nC is 100500: give 0..100000"),
        ({"session_ms": -1}, "session_ms is -1: give 1..600000"),
        ({"envelope_ms": (-1, 0, 0)}, "envelope on is -1: give 0..600000"),
        ({"envelope_ms": (600_001, 0, 0)}, "envelope on is 600001: give 0..600000"),
        ({"envelope_ms": (9, 600_001, 0)}, "envelope off is 600001: give 0..600000"),
        ({"envelope_ms": (9, 9, -1)}, "envelope edges, each, is -1: give 0..4"),
        ({"envelope_ms": (9, 9, 5)}, "envelope edges, each, is 5: give 0..4"),
        ({"envelope_ms": (9, 9, 1, 1)}, "envelope_ms is not (on, off, edge)"),
        ({"swap_ms": 600_001}, "swap_ms is 600001: give 0..600000"),
        ({"shape": "sawtooth with a long name"}, "unknown shape sawtooth wit: one of"),
    ):
        assert words in refused(lambda: mode(**changes)), words  # noqa: B023
    for changes, words in (
        ({"envelope_ms": (1, 0, 0)}, "envelope on is 1: give 0..0"),
        ({"swap_ms": 1}, "swap_ms is 1: give 0..0"),
        ({"ramp_up_ms": 4999}, "ramp_up_ms is 4999: give 5000..60000"),
    ):
        assert words in refused(lambda: direct(**changes)), words  # noqa: B023


def test_what_a_mode_does_not_say_is_steady_one_order_and_level_one():
    plain = mode()
    assert STEADY == (0, 0, 0) == (plain.on_ms, plain.off_ms, plain.edge_ms)
    assert plain.swap_ms == 0 and plain.start_level == 1


def test_density_is_two_milliampere_a_cm2_on_a_quarter_of_the_electrode():
    for mm2, most_ua in ((25, 125), (60, 300), (80, 400), (99, 495), (100, 500)):
        mode(least_ua=10, most_ua=most_ua).check_area(mm2)
        if most_ua < 500:
            over = mode(least_ua=10, most_ua=most_ua + 1)
            told = "M: too dense for %d mm2 of electrode: most_ua is %d: give 0..%d"
            assert refused(over.check_area, mm2) == told % (mm2, most_ua + 1, most_ua)
    for mm2, most_ua in ((25, 50), (99, 198), (100, 200), (200, 400)):  # DC: 0.2 of the whole
        direct(least_ua=10, most_ua=most_ua).check_area(mm2)
        refused(direct(least_ua=10, most_ua=most_ua + 1).check_area, mm2)


def test_a_raised_sine_is_a_sine_squared_within_a_quarter_of_a_percent():
    phase = array("H", [0] * 500)
    for n, due in (
        (1, (32_768,)),
        (2, (16_384, 16_384)),
        (10, (802, 6754, 16_384, 26_014, 31_966, 31_966, 26_014, 16_384, 6754, 802)),
    ):
        SHAPES["raised sine"](phase, n)
        for at in range(n):
            assert abs(phase[at] - due[at]) <= 82, (n, at, phase[at])
    SHAPES["raised sine"](phase, 500)
    for at, due in ((0, 0), (99, 11_223), (149, 21_349), (249, 32_768), (399, 11_419)):
        assert abs(phase[at] - due) <= 82, (at, phase[at])
    SHAPES["rectangular"](phase, 3)
    assert list(phase[:3]) == [32_768] * 3 and phase[3] != 32_768


# ---- routines

NECK, JAW, CHEEK, BROW = ("neck", 2), ("jawline", 3), ("cheek", 3), ("brow", 2)


def face(unit_s, beat_s):
    """Zone, seconds, a stroke each so many, seconds of hold at the end; first the left side."""
    return [
        (area + " " + side, parts * unit_s, beat_s, beat_s)
        for side in ("left", "right")
        for area, parts in (NECK, JAW, CHEEK, BROW)
    ]


def test_the_routines_zone_by_zone():
    due = {"face 5": face(15, 5), "face 10": face(30, 6), "spot": [("cheek left", 120, 5, 10)]}
    assert {routine.name: routine.steps for routine in ROUTINES} == due


def test_a_step_at_a_limit_is_taken_and_beyond_it_refused():
    for taken in ((5, 2, 3), (180, 60, 30), (32, 2, 30), (31, 5, 29), (20, 5, 0)):
        assert Routine("A", [step("neck", "right", *taken)]).steps == [("neck right",) + taken]
    for beyond, words in (
        ((4, 2, 0), "neck right: seconds is 4: give 5..180"),
        ((181, 2, 0), "neck right: seconds is 181: give 5..180"),
        ((20, 1, 0), "neck right: stroke_s is 1: give 2..60"),
        ((20, 61, 0), "neck right: stroke_s is 61: give 2..60"),
        ((5, 2, 4), "neck right: hold_s is 4: give 0..3"),
        ((180, 2, 31), "neck right: hold_s is 31: give 0..30"),
    ):
        assert words == refused(step, "neck", "right", *beyond)


def test_a_routine_has_one_to_24_steps_and_a_name_of_one_to_twelve():
    short = step("brow", "left", 5, 2, 0)
    for name, steps in (("A", 1), ("TWELVE-CHARS", 24)):
        routine = Routine(name, [short] * steps)
        assert routine.name == name and len(routine.steps) == steps
        assert routine.total_s == 5 * steps
    assert refused(Routine, "A", [short] * 25) == "A: number of steps is 25: give 1..24"
    minute = step("brow", "left", 60, 2, 0)
    over = step("brow", "left", 61, 2, 0)
    assert Routine("A", [minute] * 10).total_s == 600
    told = "A: seconds of all steps is 601: give 1..600"
    assert refused(Routine, "A", [minute] * 9 + [over]) == told


def test_each_forbidden_place_is_refused_with_its_reason():
    eyes = ("eye", "eyes", "eyelid", "eyelids", "under eye")
    throat = ("thyroid", "thyroid midline", "throat", "neck midline", "neck middle")
    throat += ("neck centre", "neck center", "neck front")
    assert set(eyes + throat) == set(REFUSED)
    for names, word in ((eyes, "flashes"), (throat, "thyroid")):
        for name in names:
            for said in (name, name.upper()):
                told = refused(step, said, "left", 20, 5, 0)
                assert said[:12] + " left: never a zone: " in told and word in told
    assert refused(step, "a" * 13, "b" * 13, 20, 5, 0).startswith("a" * 12 + " " + "b" * 12 + ":")


def test_the_place_at_each_second_and_when_it_is_left():
    routine = Routine("A", [step("neck", "left", 20, 6, 5), step("brow", "right", 12, 4, 0)])
    for s, due in (
        (0, ("neck left", 20)),
        (19, ("neck left", 20)),
        (20, ("brow right", 32)),
        (31, ("brow right", 32)),
        (32, ("brow right", 32)),
    ):
        assert routine.place(s) == due, s
    assert routine.cue_after(32) == routine.cue_after(99) == (32, "finished")
    assert routine.cue_after(14) == (15, "hold") and routine.cue_after(15) == (20, "next zone")


def test_the_strokes_of_a_zone_are_counted_from_its_beginning():
    routine = Routine("A", [step("neck", "left", 20, 6, 5), step("brow", "right", 12, 5, 0)])
    for s, due in ((20, (25, "stroke")), (24, (25, "stroke")), (25, (30, "stroke"))):
        assert routine.cue_after(s) == due
    routine = Routine("A", [step("neck", "left", 20, 6, 5), step("brow", "right", 12, 3, 0)])
    for s, due in ((20, 23), (21, 23), (22, 23), (23, 26), (25, 26), (28, 29), (29, 32)):
        assert routine.cue_after(s)[0] == due, s


# ---- the rules of supervision: hardware.md section 6, limits of product.md

# In order of gravity, which is that of their bits: how many of what in a row; then what is done,
# and what clears it.
RULES = (
    ("OVERCURRENT", 1, "sample", "off, latched", "the whole self-test passes"),
    ("MISMATCH", 2, "tick", "off, latched", "the whole self-test passes"),
    ("LEG", 1, "phase", "off, latched", "the whole self-test passes"),
    ("RAIL", 2, "tick", "off, latched", "the whole self-test passes"),
    ("BRIDGE", 2, "tick", "off, latched", "the whole self-test passes"),
    ("LEAK", 2, "tick", "off, latched", "the whole self-test passes"),
    ("ASYMMETRY", 3, "phase", "off, latched", "the whole self-test passes"),
    ("NET_DC", 1, "tick", "off, latched", "the whole self-test passes"),
    ("DOSE", 1, "tick", "off, latched", "the whole self-test passes"),
    ("SELF_TEST", 1, "step", "off, latched", "the whole self-test passes"),
    ("TICK_ERROR", 1, "tick", "off, latched", "the whole self-test passes"),
    ("STREAM_DRY", 1, "sample", "off, latched", "the whole self-test passes"),
    ("TICK_LATE", 1, "tick", "off, latched", "the whole self-test passes"),
    ("APP_DEAD", 1, "tick", "off, latched", "the whole self-test passes"),
    ("WATCHDOG", 1, "boot", "off, latched", "the whole self-test passes"),
    ("RECORD", 1, "boot", "off, latched", "the whole self-test passes"),
    ("USB_POWER", 1, "tick", "off, latched", "USB power is gone"),
    ("LOST", 1, "sample", "crowbar, pause", "by itself"),
    ("JUMP", 1, "phase", "ramp down, pause", "by itself"),
    ("BATTERY", 200, "tick", "ramp down, end", "by itself"),  # a second of 5 ms each
)


def bits_of(least=0, what="", action=""):
    """Those of the rules that say so."""
    bits = 0
    for at, rule in enumerate(RULES):
        if (rule[1], rule[2]) == (least, what) or rule[3] == action:
            bits += 2**at
    return bits


def test_each_rule_has_its_bit_its_patience_its_action_and_its_way_out():
    assert len(faults.TABLE) == len(RULES)
    for at, (name, least, what, action, clear) in enumerate(RULES):
        bit = getattr(faults, name)
        assert bit == 2**at and faults.name(bit) == name
        assert faults.in_a_row(bit) == least
        row = faults.TABLE[at]
        assert (row[4], faults.ACTIONS[row[5]], faults.CLEARS[row[6]]) == (what, action, clear)
        assert faults.latching(bit) == (action == "off, latched")
        assert faults.standing(least, what) == bits_of(least, what)


def test_the_bits_of_each_action():
    for action, words in enumerate(faults.ACTIONS):
        assert faults.acting(action) == bits_of(action=words)
    assert faults.acting(4) == faults.standing(2, "boot") == faults.standing(4, "phase") == 0


def test_a_bit_of_no_rule_has_no_count_and_no_words():
    for bit in (0, 3, 2**20):
        try:
            faults.in_a_row(bit)
        except KeyError:
            continue
        raise AssertionError(bit)
    assert faults.name(2**20) == faults.cure(2**20) == ""


def test_of_several_the_gravest_is_told_with_its_cure():
    for at, (name, *_rest) in enumerate(RULES):
        every = 2 ** len(RULES) - 2**at  # it and all that is less grave
        assert faults.name(every) == name
        assert faults.cure(every) == faults.cure(2**at) != ""
    assert "DAC, RS1, RS2" in faults.cure(faults.MISMATCH)
    assert "unplug" in faults.cure(faults.USB_POWER)


def test_an_output_that_stops_by_itself_says_why():
    """playing, at rest, lost contact, overcurrent, rail, dry, lease run out, off"""
    due = ("", "", "", "OVERCURRENT", "RAIL", "STREAM_DRY", "TICK_LATE", "")
    assert tuple(faults.name(bits) for bits in faults.OF_STOP) == due
    assert [bits for bits in faults.OF_STOP if bits and bits & (bits - 1)] == []


# ---- the bridge: hardware.md section 2, "pins PA PB RUN"


def test_the_bridge_is_its_three_pins():
    for name, pa, pb, run in (
        ("SHUNT", 0, 0, 0),
        ("PLUS", 0, 1, 1),
        ("MINUS", 1, 0, 1),
        ("BOTH_LOW", 0, 0, 1),
        ("BOTH_HIGH", 1, 1, 1),
        ("RUN_LINE", 0, 0, 1),
    ):
        assert getattr(bridge, name) == pa + 2 * pb + 4 * run, name
