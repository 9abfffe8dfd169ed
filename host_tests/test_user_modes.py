"""Whatever stands in modes.json: no Mode that breaks a limit, and never an exception."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from galva.app import user_modes
from galva.app.user_modes import FILE, PARAMETERS, parse
from galva.core import limits
from galva.core.modes import LEVELS, MODES, Mode
from galva.core.shapes import SHAPES

SEEN = settings(max_examples=300, deadline=None)
NUMBERS = st.one_of(
    st.integers(),
    st.sampled_from([0, 1, 2, 10, 100, 200, 500, 501, 1000, 5000, 300_000, 600_000, 600_001]),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=14)),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(max_size=9), inner)),
    max_leaves=12,
)
BY_TYPE: dict[type, Any] = {
    int: NUMBERS,
    bool: st.booleans(),
    list: st.lists(NUMBERS, min_size=2, max_size=4),
    str: st.one_of(st.text(max_size=14), st.sampled_from([*SHAPES, "LIFT", "A"])),
}
PLAUSIBLE = st.fixed_dictionaries(
    {key: st.one_of(BY_TYPE[kind]) for key, kind, due in PARAMETERS if due},
    optional={key: BY_TYPE[kind] for key, kind, due in PARAMETERS if not due},
)
SOUND = {"name": "CALM", "shape": "rectangular", "period_ms": 100, "biphasic": True}
SOUND |= {"least_ua": 20, "most_ua": 120, "session_ms": 300_000}
SOUND |= {"ramp_up_ms": 5000, "ramp_down_ms": 500, "start_level": 1, "swap_ms": 0}
ONE_CHANGED = st.tuples(st.sampled_from(sorted(SOUND)), NUMBERS).map(
    lambda c: SOUND | {c[0]: c[1]}
)
DIRECT = ONE_CHANGED.map(lambda entry: entry | {"biphasic": False})


def assert_within_limits(mode: Mode, area_mm2: int) -> None:
    """Each limit again, from the numbers of the mode and not by its own checks."""
    assert mode.name not in [each.name for each in MODES]
    assert mode.shape in SHAPES and mode.period_ms == 2 * mode.phase_ms
    assert 1 <= mode.phase_ms <= limits.PHASE_MS
    levels = [mode.level_ua(level) for level in range(1, LEVELS + 1)]
    assert limits.PROBE_UA <= levels[0] <= max(levels) == mode.most_ua <= limits.PEAK_UA
    assert mode.level_ua(mode.start_level) <= limits.START_CAP_UA
    assert 4 * mode.most_ua * 100 <= limits.DENSITY_UA_CM2 * area_mm2
    assert 0 < mode.session_ms <= limits.SESSION_MS
    assert mode.ramp_up_ms >= limits.RAMP_UP_MS and 0 < mode.ramp_down_ms <= 5000
    assert 2 * mode.edge_ms <= mode.on_ms and min(mode.off_ms, mode.edge_ms, mode.swap_ms) >= 0
    if mode.biphasic:
        mean = 1 if mode.shape == "rectangular" else 0.5
        assert mode.most_ua * mode.phase_ms * mean <= limits.PHASE_NC
    else:
        assert mode.ramp_up_ms >= limits.RAMP_DC_MS and not mode.on_ms
        assert mode.most_ua * 100 <= limits.DC_DENSITY_UA_CM2 * area_mm2


@pytest.mark.hazard("H14", "H30")
@SEEN
@given(
    st.lists(st.one_of(PLAUSIBLE, ONE_CHANGED, DIRECT, JSON), max_size=10), st.integers(25, 400)
)
def test_no_mode_breaks_a_limit(entries: list[Any], area_mm2: int) -> None:
    modes, reasons = parse(json.dumps(entries), area_mm2)
    assert len(modes) + len(reasons) >= min(len(entries), 8)
    for mode in modes:
        assert_within_limits(mode, area_mm2)
    assert all("\n" not in line and line.startswith(FILE + ": ") for line in reasons)


@pytest.mark.hazard("H30")
@SEEN
@given(st.one_of(st.text(), JSON.map(json.dumps)))
def test_no_text_raises(text: str) -> None:
    modes, reasons = parse(text, 100)
    assert not modes and (reasons or text.strip() in ("[]", ""))


@pytest.mark.hazard("H30")
def test_nesting_is_no_exception() -> None:
    assert parse("[" * 8192, 100)[0] == ()
    assert parse("[" * 2000 + "]" * 2000, 100)[0] == ()


def test_the_examples_reach_the_other_side() -> None:
    """What the properties look at is taken, not refused for its form."""
    assert [mode.name for mode in parse(json.dumps([SOUND]), 100)[0]] == ["CALM"]
    assert parse(json.dumps([SOUND | {"biphasic": False}]), 100)[0]


def test_the_example_in_the_docstring_is_a_mode() -> None:
    example = str(user_modes.__doc__)
    text = example[example.index("[{") : example.index("}]") + 2]
    modes, reasons = parse(text, 100)
    assert [mode.name for mode in modes] == ["CALM"] and not reasons
