"""Pins in, current out, and a trace that hides nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.sim.front_end import FrontEnd
from tools.sim.skin import OPEN


def write(front: FrontEnd, t_us: float, code: int, head: int = 0x3000) -> None:
    front.pin(t_us, "cs", 0)
    front.spi(t_us, (head | code) >> 8)
    front.spi(t_us, (head | code) & 0xFF)
    front.pin(t_us, "cs", 1)


def alive(front: FrontEnd, t_us: float, ms: int) -> float:
    """Toggle ALIVE at 500 Hz; the time after."""
    for k in range(ms):
        front.pin(t_us + k * 1000, "alive", 1 - k % 2)
    return t_us + ms * 1000


def driving(skin: str = "5k", code: int = 2728) -> tuple[FrontEnd, float]:
    """Armed: rail up, gate closed, plus polarity, this code."""
    front = FrontEnd(skin, noise=False)
    front.pin(0, "hv_en", 1)
    t_us = alive(front, 0, 40)
    write(front, t_us, code)
    front.pin(t_us, "pb", 1)
    front.pin(t_us, "run", 1)
    return front, t_us


def test_drives_the_skin_once_all_is_closed() -> None:
    front, _ = driving()
    assert front.relay_closed and front.gate_closed and front.hv_on
    assert (front.code, front.bridge) == (2728, 0b110)
    assert front.setpoint_ua == pytest.approx(500, abs=0.2)
    assert front.delivered_ua == front.load_ua == pytest.approx(499.4, abs=0.3)


def test_minus_is_minus() -> None:
    front, t_us = driving()
    front.pin(t_us, "run", 0)
    front.pin(t_us, "pa", 1)
    front.pin(t_us, "pb", 0)
    front.pin(t_us, "run", 1)
    assert front.setpoint_ua == pytest.approx(-500, abs=0.2)
    assert front.delivered_ua == pytest.approx(-499.4, abs=0.3)


@pytest.mark.parametrize("role", ["run", "pb", "hv_en"])
def test_nothing_is_commanded_when_a_line_drops(role: str) -> None:
    front, t_us = driving()
    front.pin(t_us, role, None)  # as after a reset of the microcontroller
    assert front.setpoint_ua == 0


@pytest.mark.hazard("H11", "H24")
def test_a_reset_keeps_the_code_but_crowbars() -> None:
    front, t_us = driving()
    for role in ("cs", "pa", "pb", "run", "hv_en", "alive"):
        front.pin(t_us, role, None)
    assert front.code == 2728 and front.bridge == 0
    assert front.delivered_ua == 0


@pytest.mark.hazard("H11")
def test_gain_bit_doubles_setpoint_and_current() -> None:
    front, t_us = driving(code=1000)
    write(front, t_us, 1000, head=0x1000)
    assert front.setpoint_ua == pytest.approx(366.6, abs=0.2)
    assert front.delivered_ua == pytest.approx(366.4, abs=0.3)


def test_a_bad_frame_is_an_event_and_nothing_else() -> None:
    front, t_us = driving()
    front.pin(t_us, "cs", 0)
    front.spi_word(t_us, 0x30, 7)
    front.pin(t_us, "cs", 1)
    assert front.code == 2728
    assert front.trace.events[-1].kind == "dac" and "7 clocks" in front.trace.events[-1].text


def test_a_reset_in_the_middle_of_a_frame_ends_it() -> None:
    front, t_us = driving()
    front.pin(t_us, "cs", 0)
    front.spi(t_us, 0x30)
    front.pin(t_us, "cs", None)
    assert front.code == 2728 and "8 clocks" in front.trace.events[-1].text


def test_released_relay_feeds_the_dummy_only() -> None:
    front = FrontEnd("short", noise=False)
    front.pin(0, "hv_en", 1)
    write(front, 0, 546)
    front.pin(0, "pb", 1)
    front.pin(0, "run", 1)
    front.advance(10_000)
    assert front.delivered_ua == 0 and front.load_ua == pytest.approx(101, abs=0.3)
    assert front.net_charge_nc == 0
    volts = [front.adc(10_000, role) * 4.594e-3 for role in ("adc_vb", "adc_vt")]
    assert volts == pytest.approx([15.39, 17.38], abs=0.03)
    assert front.adc(10_000, "adc_i") * 0.1815 == pytest.approx(100, abs=0.5)


def test_the_relay_releases_by_itself_and_the_trace_has_the_instant() -> None:
    front, t_us = driving()
    front.advance(t_us + 200_000)
    gate, relay = (
        next(e for e in front.trace.events[::-1] if e.kind == k) for k in ("gate", "relay")
    )
    assert (gate.text, relay.text) == ("open", "released")
    assert 26_000 < gate.t_us - (t_us - 2_000) < 70_000
    assert relay.t_us == gate.t_us + 3_000
    assert front.trace.at(relay.t_us).delivered_ua == 0
    delivered_ua = front.trace.at(relay.t_us - 1).delivered_ua
    assert delivered_ua == pytest.approx(499.4, abs=0.3)
    expected_nc = delivered_ua * (relay.t_us - t_us) * 1e-3
    assert front.trace.net_charge_nc(0, t_us + 200_000) == pytest.approx(expected_nc)


@pytest.mark.hazard("H32")
def test_usb_drops_the_relay() -> None:
    front, t_us = driving()
    front.usb(t_us, True)
    assert front.vbus and not front.gate_closed
    alive(front, t_us, 100)
    assert not front.relay_closed and front.delivered_ua == 0
    front.usb(t_us + 100_000, False)
    assert not front.vbus


def test_lift_and_touch() -> None:
    front, t_us = driving("typical")
    assert front.trace[-1].contact and front.trace[-1].impedance_ohm == 11_000
    front.touch(t_us + 10, "open")
    assert front.skin is OPEN and front.delivered_ua == 0
    assert not front.trace[-1].contact and front.trace[-1].impedance_ohm == float("inf")
    front.touch(t_us + 20, "10k")
    assert front.delivered_ua == pytest.approx(499, abs=0.5)


def test_a_row_for_each_change_and_none_without() -> None:
    front, t_us = driving()
    rows = len(front.trace)
    write(front, t_us + 1, 2728)
    front.pin(t_us + 2, "run", 1)
    front.advance(t_us + 3)
    assert len(front.trace) == rows
    write(front, t_us + 4, 2000)
    front.pin(t_us + 5, "run", 0)
    assert [row.t_us for row in front.trace.between(t_us + 1, t_us + 5)] == [t_us + 4, t_us + 5]


def test_heartbeat_rows_only_while_current_flows() -> None:
    front, t_us = driving()
    front.usb(t_us, True)
    front.advance(t_us + 50_000)
    rows = len(front.trace)
    front.advance(t_us + 1_000_000)
    assert len(front.trace) == rows
    steady, t_us = driving()
    steady.advance(t_us + 30_000)
    assert len(steady.trace.between(t_us + 1, t_us + 30_000)) == 3


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 3_000),
            st.sampled_from(["pa", "pb", "run"]),
            st.integers(0, 1),
            st.integers(0, 4095),
        ),
        min_size=1,
        max_size=15,
    )
)
def test_no_current_hides_between_rows(script: list[tuple[int, str, int, int]]) -> None:
    front, t_us = driving("poor")
    begin_us, worst_ua = t_us, 0.0
    for wait_us, role, level, code in script:
        for part in (0.2, 0.5, 0.9):
            front.advance(t_us + part * wait_us)
            worst_ua = max(worst_ua, abs(front.delivered_ua))
        t_us += wait_us
        front.pin(t_us, role, level)
        worst_ua = max(worst_ua, abs(front.delivered_ua))
        write(front, t_us, code)
        worst_ua = max(worst_ua, abs(front.delivered_ua))
    front.touch(t_us + 1, "open")
    assert front.trace.peak_ua(begin_us, t_us + 1) >= worst_ua
    assert max(abs(value) for value in front.trace.column("delivered_ua")) <= front.trace.peak_ua(
        0, t_us + 1
    )


def test_charges() -> None:
    front, t_us = driving()
    front.advance(t_us + 10_000)
    assert front.net_charge_nc == front.abs_charge_nc == pytest.approx(4_994, abs=3)
    front.pin(t_us + 10_000, "pb", 0)
    front.pin(t_us + 10_000, "pa", 1)
    front.advance(t_us + 20_000)
    assert front.net_charge_nc == pytest.approx(0, abs=0.1)
    assert front.abs_charge_nc == pytest.approx(9_988, abs=6)


def test_faults_at_the_start_and_later() -> None:
    assert FrontEnd("5k", ["relay welded"]).relay_closed
    front, t_us = driving()
    front.inject(t_us, "dac gain x2")
    assert front.delivered_ua == pytest.approx(608, abs=1)
    assert front.trace.events[-1].kind == "fault"


def test_the_same_seed_reads_the_same() -> None:
    def read(seed: int) -> list[int]:
        front = FrontEnd("5k", seed=seed)
        front.pin(0, "hv_en", 1)
        return [front.adc(10_000, "adc_vt") for _ in range(20)]

    assert read(3) == read(3) != read(4)


def test_unknown_roles_are_refused() -> None:
    with pytest.raises(ValueError, match="no pin 'sck'"):
        FrontEnd().pin(0, "sck", 1)
    with pytest.raises(ValueError, match="no channel 'adc_x'"):
        FrontEnd().adc(0, "adc_x")


@pytest.mark.parametrize(("role", "level"), [("cs", 0), ("cs", 1), ("sck", 0), ("mosi", 1)])
def test_a_stuck_bus_leaves_the_dac_as_it_is(role: str, level: int) -> None:
    front, t_us = driving()
    front.stick(t_us, role, level)
    write(front, t_us + 1, 100)
    assert front.code == 2728


def test_a_stuck_data_line_can_shut_the_dac_down() -> None:
    front, t_us = driving()
    front.stick(t_us, "mosi", 0)
    write(front, t_us + 1, 100)
    assert front.code == 0 and abs(front.delivered_ua) < 2


@pytest.mark.parametrize("role", ["pa", "pb", "run", "hv_en"])
def test_a_stuck_pin_does_not_follow(role: str) -> None:
    front, t_us = driving()
    before = front.bridge, front.hv_on
    level = int(role in ("pb", "run", "hv_en"))
    front.stick(t_us, role, level)
    front.pin(t_us + 1, role, 1 - level)
    assert (front.bridge, front.hv_on) == before


def test_alive_stuck_at_a_level_opens_the_gate() -> None:
    front, t_us = driving()
    front.stick(t_us, "alive", 1)
    alive(front, t_us, 100)
    assert not front.gate_closed and front.delivered_ua == 0


def test_no_such_pin_sticks() -> None:
    with pytest.raises(ValueError, match="no pin 'vbus'; one of pa, "):
        FrontEnd().stick(0, "vbus", 1)


@pytest.mark.parametrize(("hum_mv", "counts"), [(0, 0), (230, 50), (2300, 501)])
def test_hum_of_the_leads_is_seen_at_vb_alone(hum_mv: float, counts: int) -> None:
    """The sink holds the current: I, VT and what the skin gets stay as they were."""

    def readings(front: FrontEnd, t_us: float) -> list[tuple[int, ...]]:
        roles = ("adc_i", "adc_vt", "adc_vb")
        return [
            tuple(front.adc(t_us + k * 5000, role) for role in roles) for k in range(1, 5)
        ]  # a quarter of a period apart

    (quiet, t_us), (humming, _) = driving(), driving()
    humming.hum_mv = hum_mv
    was, now = readings(quiet, t_us), readings(humming, t_us)
    assert [row[:2] for row in now] == [row[:2] for row in was]
    swing = [a[2] - b[2] for a, b in zip(now, was, strict=True)]
    assert max(swing) == pytest.approx(counts, abs=1)
    assert min(swing) == pytest.approx(-min(counts, was[0][2]), abs=1)
    assert humming.net_charge_nc == quiet.net_charge_nc


def test_hum_is_not_seen_where_the_leads_are_not() -> None:
    front = FrontEnd("short", noise=False)
    front.hum_mv = 2300.0
    front.pin(0, "hv_en", 1)
    write(front, 0, 546)
    front.pin(0, "pb", 1)
    front.pin(0, "run", 1)  # into the dummy
    assert len({front.adc(10_000 + 5000 * k, "adc_vb") for k in range(4)}) == 1
