"""The judge of the prompts: what it takes for treated time, and what it refuses."""

import pytest

from galva.app.signals import CUES
from galva.core.routine import ROUTINES
from tools.long.page import rows
from tools.long.perform import PIECE, PIECE_LIFTS
from tools.long.prompts import Prompt, Treated, due, errors_ms, heard
from tools.long.report import Result, checks
from tools.sim.trace import Row, Trace

OFF, ON = (0.0, 0, 1, 1), (50.0, 1, 1, 1)  # setpoint, driven, relay, contact


def traced(*rows: tuple[float, tuple[float, int, int, int]]) -> Trace:
    trace = Trace()
    for t_ms, (set_ua, driven, relay, contact) in rows:
        bridge = 6 if driven else 0
        trace.append(
            Row(1000 * t_ms, set_ua, set_ua, 0, bridge, relay, relay, contact, 5000, 0, 0)
        )
    return trace


def treated(*rows: tuple[float, tuple[float, int, int, int]]) -> Treated:
    return Treated(traced(*rows), [(0.0, True)], 100_000_000)


def test_only_what_flows_into_skin_is_treated_time() -> None:
    apart, released = (50.0, 1, 1, 0), (50.0, 1, 0, 1)
    seen = treated((0, OFF), (10, ON), (20, apart), (40, released), (60, ON), (65, OFF))
    assert seen.ms == 15
    assert seen.when_ms(5) == 15 and seen.when_ms(12) == 62 and seen.when_ms(15.1) == float("inf")
    assert seen.at_ms(15) == 5 and seen.at_ms(50) == 10 and seen.at_ms(99) == 15


def test_the_swap_of_the_bridge_is_treated_and_a_rest_is_not() -> None:
    assert treated((0, ON), (50, OFF), (50.004, ON), (100, OFF)).ms == 100
    assert treated((0, ON), (50, OFF), (51, ON), (100, OFF)).ms == 99


def test_without_the_mode_nothing_is_treated() -> None:
    trace = traced((0, ON), (100, OFF))
    assert Treated(trace, [], 1e6).ms == 0
    assert Treated(trace, [(20_000, True), (30_000, False)], 1e6).ms == 10


def test_prompts_are_told_by_their_pitch() -> None:
    tones = [(0.0, 1500.0), (1e6, 1749.0), (1.1e6, 1752.0), (2e6, 2003.0), (2.7e6, 1998.0)]
    assert heard(tones) == [
        Prompt(1000, "next zone"),
        Prompt(2000, "stroke"),
        Prompt(2700, "stroke"),
    ]


def test_what_is_due_is_what_the_device_asks_for() -> None:
    for routine in (*ROUTINES, PIECE):
        s, found = 0, []
        while s < routine.total_s:
            s, name = routine.cue_after(s)
            found.append(Prompt(1000 * s, name))
        assert found == due(routine)


def tones(shift_ms: dict[int, float]) -> list[tuple[float, float]]:
    """Of PIECE, treated from 0 on without a pause; some prompts shifted."""
    pitches = {name: steps[0][0] for name, steps in CUES.items()}
    return [
        (1000 * (prompt.at_ms + shift_ms.get(number, 0)), pitches[prompt.name])
        for number, prompt in enumerate(due(PIECE))
    ]


def test_the_error_of_each_prompt() -> None:
    on = treated((0, ON))
    assert errors_ms(PIECE, tones({}), on) == [0] * 7
    assert errors_ms(PIECE, tones({2: 30, 4: -25}), on) == [0, 0, 30, 0, -25, 0, 0]
    with pytest.raises(ValueError, match="6 prompts of 7; they differ from number 1 on"):
        errors_ms(PIECE, tones({})[:1] + tones({})[2:], on)
    with pytest.raises(ValueError, match="they differ from number the end on"):
        errors_ms(PIECE, tones({})[:-1], on)


def test_a_prompt_in_a_pause_is_late_by_the_clock_and_early_by_treated_time() -> None:
    paused = treated((0, ON), (2005, (50.0, 1, 1, 0)), (5000, ON))
    first = errors_ms(PIECE, [(1000 * 2300.0, 2000.0), *shifted(tones({})[1:], 2995)], paused)
    assert first[0] == 300
    early = treated((0, ON), (1999, (50.0, 1, 1, 0)), (5000, ON))
    first = errors_ms(PIECE, [(1000 * 2001.0, 2000.0), *shifted(tones({})[1:], 3001)], early)
    assert first[0] == -1


def shifted(all_tones: list[tuple[float, float]], ms: float) -> list[tuple[float, float]]:
    return [(t_us + 1000 * ms, hz) for t_us, hz in all_tones]


def test_the_page_has_every_figure() -> None:
    result = Result("piece", PIECE_LIFTS, [4.3, -1.0], 15_000, 35_000, 120, 90_000, 89_900, 21, 0)
    figures = str(rows(checks(result)))
    for words in ("4.3 ms late", "1.0 ms early", "89900 bytes: 100 fewer", "2.0 min", "0 bytes"):
        assert words in figures
    assert all(well for _what, _seen, well in checks(result))


@pytest.mark.parametrize(
    ("at", "value"), [("late_ms", [4.3, 20.1]), ("late_ms", [-20.1, 0.0]), ("tick_bytes", 16)]
)
def test_a_figure_that_is_not_well_is_told(at: str, value: object) -> None:
    result = Result("piece", PIECE_LIFTS, [4.3, -1.0], 15_000, 35_000, 120, 90_000, 89_900, 21, 0)
    setattr(result, at, value)
    assert sum(not well for _what, _seen, well in checks(result)) == 1
