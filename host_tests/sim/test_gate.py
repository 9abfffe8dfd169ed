"""The charge pump's timing against hardware.md section 4, "Two MOSFETs" (ms after an edge)."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.sim.gate import CONTACT_US, Gate

THRESHOLDS = (0.65, 1.0, 1.45)  # spread of the MOSFETs


def toggle(gate: Gate, hz: float, ms: float, start_us: float = 0.0) -> float:
    """Whole cycles from start_us on; when the coil first was held, in ms, else inf."""
    held_ms = math.inf
    for k in range(2 * round(ms * hz / 1000)):
        t_us = start_us + k * 0.5e6 / hz
        gate.alive(t_us, 1 - k % 2)
        if gate.coil:
            held_ms = min(held_ms, (t_us - start_us) / 1000)
    return held_ms


def releases_ms(gate: Gate) -> float:
    """From the last rising edge of toggle(ms=400) at 500 Hz until the coil drops."""
    return (gate.next_us - 398_000) / 1000


@pytest.mark.parametrize("threshold_v", THRESHOLDS)
def test_500_hz_pulls_in_after_8_to_21_ms(threshold_v: float) -> None:
    assert 8 <= toggle(Gate(threshold_v), 500, 400) <= 21


@pytest.mark.hazard("H10", "H21")
@pytest.mark.parametrize(
    "threshold_v,release_ms", [(0.65, 70), (1.0, 47), (1.45, 26)], ids=["low", "mid", "high"]
)
def test_releases_26_to_70_ms_after_the_last_edge(threshold_v: float, release_ms: float) -> None:
    gate = Gate(threshold_v)
    toggle(gate, 500, 400)
    assert releases_ms(gate) == pytest.approx(release_ms, abs=1.5)
    drop_us = gate.next_us
    gate.advance(drop_us - 0.001)
    assert gate.coil and gate.contact
    gate.advance(drop_us)
    assert not gate.coil and gate.contact
    assert gate.next_us == drop_us + CONTACT_US <= drop_us + 3_000
    gate.advance(drop_us + CONTACT_US)
    assert not gate.contact and gate.next_us == math.inf


@pytest.mark.parametrize("hz,least_ms,most_ms", [(200, 25, 36), (300, 16, 24), (1000, 5, 6)])
def test_pull_in_over_frequency(hz: float, least_ms: float, most_ms: float) -> None:
    assert least_ms <= toggle(Gate(), hz, 400) <= most_ms


@pytest.mark.parametrize("hz", [10, 50, 100])
def test_slow_toggling_never_pulls_in(hz: float) -> None:
    assert toggle(Gate(), hz, 2_000) == math.inf


@pytest.mark.hazard("H10", "H21")
@pytest.mark.parametrize("level", [0, 1])
def test_levels_do_nothing(level: int) -> None:
    gate = Gate(min(THRESHOLDS))
    for t_us in range(0, 1_000_000, 1_000):
        gate.alive(t_us, level)
        assert not gate.coil


@pytest.mark.hazard("H24")
def test_five_glitches_of_1_ms_never_pull_in() -> None:
    assert toggle(Gate(), 500, 10) == math.inf


@pytest.mark.parametrize("threshold_v", THRESHOLDS)
def test_a_gap_of_20_ms_is_tolerated(threshold_v: float) -> None:
    gate = Gate(threshold_v)
    toggle(gate, 500, 400)
    gate.advance(398_000 + 20_000)
    assert gate.coil
    assert toggle(gate, 500, 10, 398_000 + 20_000) == 0
    assert gate.contact


def test_contacts_follow_the_coil_by_3_ms() -> None:
    gate = Gate()
    held_us = toggle(gate, 500, 14) * 1000
    assert gate.coil and gate.next_us == held_us + CONTACT_US
    gate.advance(held_us + CONTACT_US - 0.001)
    assert not gate.contact
    gate.advance(held_us + CONTACT_US)
    assert gate.contact


@pytest.mark.hazard("H32")
def test_usb_drops_the_coil_at_once_and_holds_it_off() -> None:
    gate = Gate()
    toggle(gate, 500, 400)
    gate.usb(400_000, True)
    assert not gate.coil
    assert toggle(gate, 500, 400, 400_000) == math.inf and not gate.contact
    gate.usb(900_000, False)
    assert 8 <= toggle(gate, 500, 400, 900_000) <= 21
    gate.usb(1_300_000, True)
    gate.usb(1_300_100, False)
    assert 8 <= toggle(gate, 500, 400, 1_300_200) <= 21  # the reservoir was emptied


def test_a_coil_that_drops_before_the_contacts_moved_leaves_them() -> None:
    gate = Gate()
    held_us = toggle(gate, 500, 14) * 1000
    gate.usb(held_us + 2_000, True)
    gate.advance(held_us + 10_000)
    assert not gate.contact and gate.next_us == math.inf


@settings(max_examples=50)
@given(st.integers(0, 999))
def test_looking_more_often_changes_nothing(seed: int) -> None:
    looks = random.Random(seed)
    seldom, often = Gate(), Gate()
    for k in range(100):
        t_us = k * 1_000.0
        for look in sorted(looks.uniform(0, 1_000) for _ in range(3)):
            often.advance(t_us - 1_000 + look)
        for gate in (seldom, often):
            gate.alive(t_us, k % 2)
    assert (often.coil, often.contact) == (seldom.coil, seldom.contact) == (True, True)
    assert often.next_us == seldom.next_us
