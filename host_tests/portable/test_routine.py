"""Routines: what is a zone, when each prompt is due, what routines.json may say."""

import json

from galva.app.routines import Guide, Routines
from galva.app.signals import Player
from galva.app.user_routines import FILE, MOST, STEP, parse
from galva.core import course
from galva.core.limits import SESSION_MS, ConfigError
from galva.core.routine import (
    CUES,
    FINISHED,
    HOLD,
    NEXT_ZONE,
    REFUSED,
    ROUTINES,
    STROKE,
    ZONES,
    Routine,
    step,
)
from galva.core.session import HOLD as LIFTED
from galva.core.session import IDLE, RAMP_DOWN, RUN, SELF_TEST


def refused(make):
    """The words of the ConfigError."""
    try:
        make()
    except ConfigError as error:
        return str(error)
    raise AssertionError("was taken")


def zone_refused(area, side):
    return refused(lambda: step(area, side, 20, 5, 0))


def prompts(routine):
    """All of them, as the device asks for one after the other."""
    found = []
    s = 0
    while s < routine.total_s:
        s, cue = routine.cue_after(s)
        found.append((s, cue))
    return found


# ---- the table


def test_the_face_is_done_in_exactly_5_and_10_minutes():
    seconds = {routine.name: routine.total_s for routine in ROUTINES}
    assert seconds == {"face 5": 300, "face 10": 600, "spot": 120}
    for routine in ROUTINES[:2]:
        assert sorted(step[0] for step in routine.steps) == sorted(ZONES)


def test_no_routine_lasts_longer_than_a_session():
    steps = [step("cheek", "left", 150, 10, 0)] * 4
    assert Routine("A", steps).total_s * 1000 == SESSION_MS
    assert "is 605: give 1..600" in refused(
        lambda: Routine("A", steps + [step("brow", "left", 5, 2, 0)])
    )


def test_eyes_and_thyroid_are_refused_by_name_with_the_reason():
    assert len(ZONES) == 8
    for name in ("eyes", "Eye", "eyelid", "under eye"):
        assert "never a zone: current near an eye" in zone_refused(name, "left")
    for name in ("thyroid", "thyroid midline", "Throat"):
        assert "never a zone: the thyroid" in zone_refused(name, "left")
    for side in ("midline", "middle", "centre", "center", "front"):
        assert "never a zone: the thyroid" in zone_refused("neck", side)
    for reason in REFUSED.values():
        assert len(reason) > 20


def test_every_range_is_checked():
    for changed, words in (
        (("chin", "left", 20, 5, 0), "no such zone: give one of neck, jawline, cheek, brow"),
        (("brow", "both", 20, 5, 0), "no such side: give one of left, right"),
        (("brow", "left", 4, 2, 0), "seconds is 4: give 5..180"),
        (("brow", "left", 181, 5, 0), "seconds is 181: give 5..180"),
        (("brow", "left", 20, 1, 0), "stroke_s is 1: give 2..60"),
        (("brow", "left", 20, 61, 0), "stroke_s is 61: give 2..60"),
        (("brow", "left", 20, 5, -1), "hold_s is -1: give 0..18"),
        (("brow", "left", 20, 5, 19), "hold_s is 19: give 0..18"),
        (("brow", "left", 90, 5, 31), "hold_s is 31: give 0..30"),
    ):
        assert words in refused(lambda changed=changed: step(*changed))
    short = step("brow", "left", 5, 2, 0)
    assert "1..12 characters" in refused(lambda: Routine("", [short]))
    assert "1..12 characters" in refused(lambda: Routine("THIRTEEN-LONG", [short]))
    assert "number of steps is 0: give 1..24" in refused(lambda: Routine("A", []))
    assert "number of steps is 25" in refused(lambda: Routine("A", [short] * 25))


# ---- prompts


def test_strokes_then_the_hold_then_the_next_zone():
    routine = Routine("A", [step("neck", "left", 20, 6, 5), step("brow", "right", 12, 4, 0)])
    assert prompts(routine) == [
        (6, STROKE),
        (12, STROKE),
        (15, HOLD),
        (20, NEXT_ZONE),
        (24, STROKE),
        (28, STROKE),
        (32, FINISHED),
    ]


def test_a_stroke_at_the_hold_gives_way():
    assert prompts(Routine("A", [step("neck", "left", 20, 5, 5)])) == [
        (5, STROKE),
        (10, STROKE),
        (15, HOLD),
        (20, FINISHED),
    ]


def test_from_any_second_the_next_prompt_is_the_first_that_is_later():
    for routine in ROUTINES:
        every = prompts(routine)
        assert every[-1] == (routine.total_s, FINISHED)
        for s in range(routine.total_s):
            assert routine.cue_after(s) == [cue for cue in every if cue[0] > s][0]


def test_prompts_are_a_second_apart_at_least():
    for hold_s in range(0, 19):
        for stroke_s in range(2, 21):
            steps = [step("neck", "left", 20, stroke_s, hold_s)] * 2
            seconds = [s for s, _cue in prompts(Routine("A", steps))]
            assert seconds[0] >= 2 and seconds[-1] == 40
            assert min(b - a for a, b in zip(seconds, seconds[1:])) >= 1


# ---- routines.json


def written(**changes):
    entry = {"zone": "neck", "side": "left", "seconds": 60, "stroke_s": 5, "hold_s": 5}
    entry.update(changes)
    return entry


def own(*steps, name="mine"):
    return {"name": name, "steps": list(steps)}


def parsed(*entries):
    return parse(json.dumps(list(entries)))


def reason(*entries):
    """The only line, with no routine taken."""
    routines, reasons = parsed(*entries)
    assert not routines and len(reasons) == 1 and "\n" not in reasons[0], (routines, reasons)
    return reasons[0]


def test_a_routine_comes_out_as_it_was_written():
    routines, reasons = parsed(own(written(), written(zone="brow", side="right", seconds=30)))
    assert not reasons and len(routines) == 1
    first, second = routines[0].steps
    assert routines[0].name == "mine" and routines[0].total_s == 90
    assert first == ("neck left", 60, 5, 5) and second == ("brow right", 30, 5, 5)


def test_every_broken_limit_names_entry_and_step():
    where = FILE + ': entry 1 "mine": '
    for entry, words in (
        (own(written(), written(seconds=200)), "step 2 neck left: seconds is 200: give 5..180"),
        (own(written(zone="eyes")), "step 1 eyes left: never a zone: current near an eye"),
        (own(written(side="midline")), "step 1 neck midline: never a zone: the thyroid"),
        (own(written(peak=3)), 'step 1 "neck": unknown key "peak": remove it'),
        (own(written(seconds=5.0)), 'step 1 "neck": seconds is 5.0: give a whole number'),
        (own(written(seconds=True)), 'step 1 "neck": seconds is true: give a whole number'),
        (own(), "number of steps is 0: give 1..24"),
        (own(*[written(seconds=180)] * 4), "seconds of all steps is 720: give 1..600"),
    ):
        assert reason(entry).startswith(where + words), reason(entry)


def test_a_missing_key_is_named():
    for key, _kind, _due in STEP:
        without = written()
        del without[key]
        assert key + " is missing" in reason(own(without))
    assert "steps is missing" in reason({"name": "A"})
    assert "name is missing" in reason({"steps": [written()]})


def test_what_is_no_object_or_list_is_named():
    assert "not an object" in reason(7)
    for steps in (5, [5], [[]], {}, "steps", None):
        assert "steps is " in reason({"name": "A", "steps": steps})


def test_a_name_is_used_once():
    for routine in ROUTINES:
        assert "a built-in one has this name" in reason(own(written(), name=routine.name))
    assert "means no routine" in reason(own(written(), name="none"))
    assert "1..12 characters" in reason(own(written(), name="THIRTEEN-LONG"))
    assert "1..12 characters" in reason(own(written(), name=""))
    routines, reasons = parsed(own(written()), own(written()))
    assert len(routines) == 1 and "an entry above has this name" in reasons[0]


def test_the_good_ones_are_taken():
    routines, reasons = parsed(own(), own(written(), name="A"), 7, own(written(), name="B"))
    assert [routine.name for routine in routines] == ["A", "B"]
    assert [line[: len(FILE) + 9] for line in reasons] == [FILE + ": entry 1", FILE + ": entry 3"]


def test_more_than_the_most_are_refused():
    routines, reasons = parsed(*[own(written(), name="R" + str(k)) for k in range(MOST + 3)])
    assert len(routines) == MOST
    assert reasons == [FILE + ": entry 9 and all after it: at most 8 routines: remove some"]


def test_a_text_that_is_no_list_of_objects_is_one_line():
    for text in ("", "{", "[1,", "nul", '{"name": "A"}', "3", '"spot"'):
        routines, reasons = parse(text)
        assert routines == () and len(reasons) == 1 and reasons[0].startswith(FILE + ": not ")
    assert parse("[]") == ((), [])


def test_a_long_reason_is_cut():
    assert len(reason(own(written(zone="x" * 5000)))) < 300
    assert len(reason(own(written(), name="x" * 5000))) < 300
    long_key = written()
    long_key["k" * 5000] = 1
    assert len(reason(own(long_key))) < 300


# ---- routines and guide on a device of paper


class Paper:
    """Device, settings, engine, course and plan in one: what Routines and Guide ask of them."""

    def __init__(self, text=None, routine="none"):
        self.text = text
        self.routine = routine
        self.lines = []
        self.store = self.console = self.course = self.plan = self
        self.trouble = ""
        self.request = course.NOTHING
        self.asked_ms = []
        self.go(IDLE, 0)

    def read(self, _name):
        return self.text

    def line(self, text):
        self.lines.append(text)

    def change(self, name, value):
        assert name == "routine"
        self.routine = value
        return ""

    def last_ms(self, ms):
        self.asked_ms.append(ms)

    def go(self, state, ms):
        self.state = state
        self.quiet = state == IDLE
        self.ms = ms

    def treated_ms(self):
        return self.ms


def guided(name="face 5"):
    paper = Paper(routine=name)
    guide = Guide(paper, Routines(paper, paper))
    guide.poll()
    return paper, guide


def at(paper, guide, state, ms):
    paper.go(state, ms)
    guide.poll()
    return guide.cue


def test_next_goes_round_with_none_among_them():
    paper = Paper(json.dumps([own(written())]))
    routines = Routines(paper, paper)
    assert routines.names == ("none", "face 5", "face 10", "spot", "mine")
    assert routines.chosen is None
    seen = []
    for _ in routines.names:
        assert routines.next() == ""
        seen.append(routines.chosen.name if routines.chosen else "none")
    assert seen == ["face 5", "face 10", "spot", "mine", "none"]


def test_a_name_that_is_no_routine_any_more_is_told_and_left():
    paper = Paper("[7]", "gone")
    routines = Routines(paper, paper)
    assert routines.chosen is None
    assert len(paper.lines) == 2 and "not an object" in paper.lines[0]
    assert '"gone": no routine of this name' in paper.lines[1]
    routines.next()
    assert paper.routine == "none"


def test_a_choice_sets_the_time_of_the_session_and_only_in_idle():
    paper, guide = guided("none")
    assert paper.asked_ms == []
    paper.routine = "face 10"
    at(paper, guide, SELF_TEST, 0)
    paper.go(IDLE, 0)
    paper.request = course.START
    guide.poll()
    assert paper.asked_ms == []
    paper.request = course.NOTHING
    guide.poll()
    guide.poll()
    assert paper.asked_ms == [600_000]
    paper.routine = "none"
    guide.poll()
    assert paper.asked_ms == [600_000, 0]


def test_the_guide_follows_treated_time_alone():
    paper, guide = guided()
    assert guide.zone == "" and guide.zone_left_s == 0
    assert at(paper, guide, SELF_TEST, 0) == ""
    assert guide.zone == "neck left" and guide.zone_left_s == 30
    assert at(paper, guide, RUN, 4999) == ""
    assert guide.wait_ms(20) == 1
    assert at(paper, guide, LIFTED, 4999) == "" and guide.wait_ms(20) == 20
    assert at(paper, guide, RUN, 5000) == STROKE and guide.zone_left_s == 25
    assert at(paper, guide, RUN, 5001) == "" and guide.wait_ms(20) == 20
    assert at(paper, guide, RUN, 24_990) == STROKE  # 10, 15, 20: the last of what was missed
    assert guide.wait_ms(20) == 10
    assert at(paper, guide, RUN, 25_003) == HOLD
    assert at(paper, guide, RUN, 30_000) == NEXT_ZONE and guide.zone == "jawline left"
    assert guide.zone_left_s == 45


def test_it_finishes_once_whatever_the_state():
    paper, guide = guided()
    at(paper, guide, RUN, 299_990)
    assert guide.zone == "brow right" and guide.zone_left_s == 1
    assert at(paper, guide, RAMP_DOWN, 300_010) == FINISHED and guide.zone_left_s == 0
    assert at(paper, guide, RAMP_DOWN, 300_010) == ""
    at(paper, guide, IDLE, 300_010)
    assert guide.zone == ""
    assert at(paper, guide, RUN, 0) == "" and guide.zone == "neck left"


def test_memory_is_cleared_once_before_each_prompt():
    paper, guide = guided()
    at(paper, guide, RUN, 4000)
    assert not guide.soon()
    at(paper, guide, RUN, 4900)
    assert guide.soon() and not guide.soon()
    at(paper, guide, RUN, 5000)
    at(paper, guide, LIFTED, 9990)
    assert not guide.soon()  # it will come after the pause
    at(paper, guide, RUN, 9990)
    assert guide.soon()


def test_without_a_routine_nothing_is_said():
    paper, guide = guided("none")
    for ms in range(0, 20_000, 20):
        assert at(paper, guide, RUN, ms) == "" and guide.zone == ""
    assert guide.wait_ms(20) == 20 and not guide.soon()


def test_every_cue_has_a_sound_of_its_own_pitch():
    from galva.app.signals import CUES as SOUNDS
    from galva.app.signals import ROWS, signal

    assert sorted(SOUNDS) == sorted(CUES)
    pitches = [steps[0][0] for steps in SOUNDS.values()]
    assert len(set(pitches)) == 4
    for row in ROWS.strip().split("\n"):
        sound = signal(row.split("|")[0])[1]
        for hz, _ms in sound:
            assert hz not in pitches
    for steps in SOUNDS.values():
        assert sum(ms for _hz, ms in steps) < 500  # before the next, and before LIFT has ended


# ---- the player


class Bench:
    """Light, buzzer, clock and settings in one."""

    mute = 0
    brightness = 100

    def __init__(self):
        self.now_ms = 0
        self.tones = []

    def light(self, red, green, blue):
        """Not looked at here."""

    def tone(self, hz):
        self.tones.append(hz)

    def ms(self):
        return self.now_ms

    def since_ms(self, then_ms):
        return self.now_ms - then_ms

    def play(self, player, name, ms):
        """Show the signal for so long; what was heard, without repetition."""
        self.tones = []
        for _ in range(0, ms, 20):
            player.show(name, 0)
            self.now_ms += 20
        return [hz for hz in self.tones if hz]


def player_in_run():
    bench = Bench()
    player = Player(bench, bench, bench)
    bench.play(player, "run", 500)
    return bench, player


def test_a_prompt_sounds_once_over_the_signal():
    bench, player = player_in_run()
    player.cue("next zone")
    assert bench.tones[-1] == 1750
    assert bench.play(player, "run", 2000) == [1750]  # its second tone
    assert bench.tones[-1] == 0
    player.cue("")
    assert bench.play(player, "run", 500) == []


def test_a_signals_sound_comes_after_the_prompt():
    """The re-contact's ramp and a prompt may fall into one turn of the loop: both are heard."""
    bench, player = player_in_run()
    player.cue("finished")
    assert bench.play(player, "ending", 600) == [2250, 2250]
    assert bench.tones[-1] == 0
    player.cue("hold")
    assert bench.tones[-1] == 2500
    assert bench.play(player, "ramp", 140) == []  # not cut
    assert bench.play(player, "ramp", 300) == [1500] and bench.tones[-1] == 0
    player.cue("finished")
    assert bench.play(player, "hold", 1000) == [2250, 2250, 700, 700]
    player.cue("hold")
    bench.play(player, "hold", 40)
    assert bench.play(player, "run", 500) == []  # what has passed is not told


def test_a_signal_that_is_over_is_silent():
    bench, player = player_in_run()
    assert bench.play(player, "hold", 40) == [700]
    assert bench.play(player, "run", 40) == [] and bench.tones == [0]
