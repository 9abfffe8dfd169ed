"""Circuit A against the figures of hardware.md sections 4 and 6."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.sim.bench import MINUS, PLUS, SHUNT, UP_US, afe_at, dac_mv
from tools.sim.afe import Afe
from tools.sim.skin import POOR, TYPICAL, Skin, as_skin

LOADS = (1, 500, 2000, 5000, 10000, 15000, 20000, 22000, 25000, 30000, 40000, 50000)
# section 4, DC transfer: commanded uA -> delivered uA at LOADS
TRANSFER = {
    5: (6.50, 6.50, 6.50, 6.50, 6.49, 6.49, 6.49, 6.49, 6.48, 6.48, 6.48, 6.47),
    10: (11.47, 11.47, 11.47, 11.47, 11.46, 11.46, 11.45, 11.45, 11.45, 11.44, 11.43, 11.42),
    50: (51.31, 51.31, 51.30, 51.28, 51.26, 51.24, 51.22, 51.21, 51.19, 51.17, 51.12, 51.08),
    100: (
        *(101.12, 101.11, 101.10, 101.07, 101.03, 100.98),
        *(100.94, 100.92, 100.89, 100.84, 100.75, 100.66),
    ),
    300: (
        *(300.40, 300.39, 300.35, 300.26, 300.12, 299.97),
        *(299.83, 299.77, 299.68, 299.54, 299.25, 275.02),
    ),
    500: (
        *(499.70, 499.67, 499.60, 499.44, 499.19, 498.93),
        *(498.67, 492.82, 454.29, 401.89, 326.57, 275.02),
    ),
    600: (
        *(599.33, 599.30, 599.21, 599.02, 598.71, 598.39),
        *(522.36, 492.83, 454.29, 401.89, 326.57, 275.02),
    ),
}
VB_AT_500_V = (
    12.181,
    11.932,
    11.184,
    9.687,
    7.195,
    4.706,
    2.219,
    1.412,
    1.305,
    1.159,
    0.95,
    0.807,
)
DROP_AT_10_V = (0.111, 0.116, 0.134, 0.168, 0.225, 0.282, 0.340, 0.362, 0.397, 0.454, 0.568, 0.681)
SHUNT_AT_500_UA = (*[499.92] * 7, 498.68, 460.73, 409.02, 334.65, 283.76)


@pytest.mark.parametrize("set_ua", TRANSFER)
@pytest.mark.parametrize("bridge,sign", [(PLUS, 1), (MINUS, -1)])
def test_delivers_the_transfer_table_within_a_fifth_of_a_microamp(
    set_ua: int, bridge: tuple[int, int, int], sign: int
) -> None:
    delivered = [sign * afe_at(set_ua, ohm, bridge).skin_ua for ohm in LOADS]
    assert delivered == pytest.approx(TRANSFER[set_ua], abs=0.2)


def test_vb_at_500_ua_within_10_mv() -> None:
    vb_v = [afe_at(500, ohm).point.vb_mv / 1e3 for ohm in LOADS]
    assert vb_v == pytest.approx(VB_AT_500_V, abs=0.01)


def test_drop_at_10_ua_within_3_mv() -> None:
    points = [afe_at(10, ohm).point for ohm in LOADS]
    assert [(p.vt_mv - p.vb_mv) / 1e3 for p in points] == pytest.approx(DROP_AT_10_V, abs=0.003)


def test_the_shunt_reads_base_current_for_load_current_once_compliance_ends() -> None:
    shunt_ua = [afe_at(500, ohm).point.shunt_ua for ohm in LOADS]
    assert shunt_ua == pytest.approx(SHUNT_AT_500_UA, abs=0.2)


@pytest.mark.parametrize(
    "set_ua,limit_kohm,within",
    [(100, 162.4, 2), (300, 45.2, 0.5), (500, 21.8, 0.2), (600, 15.9, 0.2)],
)
def test_compliance(set_ua: float, limit_kohm: float, within: float) -> None:
    assert afe_at(set_ua, (limit_kohm - within) * 1e3).skin_ua > 0.99 * set_ua
    assert afe_at(set_ua, (limit_kohm + within) * 1e3).skin_ua < 0.99 * set_ua


@pytest.mark.hazard("H8")
@pytest.mark.parametrize(
    "celsius,clamp_ua",
    [(5, 663.2), (10, 650.9), (20, 626.0), (27, 608.6), (35, 588.6), (40, 576.1), (45, 563.5)],
)
def test_clamp_and_its_drift_within_2_ua(celsius: float, clamp_ua: float) -> None:
    assert afe_at(758, 500, temperature_c=celsius).skin_ua == pytest.approx(clamp_ua, abs=2)


def test_the_divider_of_vb_adds_a_microamp_and_a_half_to_a_small_current() -> None:
    afe = afe_at(5, 1000)
    assert afe.skin_ua - afe.point.shunt_ua == pytest.approx(1.5, abs=0.05)
    assert afe.point.vb_mv / 11_400 == pytest.approx(1.5, abs=0.05)


@pytest.mark.parametrize("set_ua,reads_ua", [(5, 5.0), (10, 10.0), (20, 12.2), (500, 12.2)])
def test_open_the_i_channel_shows_base_current_and_vb_collapses(
    set_ua: float, reads_ua: float
) -> None:
    afe = afe_at(set_ua, "open")
    assert afe.skin_ua == 0
    assert afe.point.shunt_ua == pytest.approx(reads_ua, abs=0.3)
    assert afe.point.vb_mv < 60


@pytest.mark.parametrize(
    "bridge,set_ua,i_ua,vb_v,vt_v",
    [
        (SHUNT, 0, 0, 17.48, 17.48),
        (SHUNT, 300, 300, 17.15, 17.19),
        (PLUS, 0, 0, 17.45, 17.48),
        (PLUS, 100, 100, 15.39, 17.38),
        (MINUS, 100, 100, 15.39, 17.38),
        ((0, 0, 1), 20, 12, 0.04, 17.48),
        ((1, 1, 1), 20, 12, 0.04, 17.48),
        (PLUS, 751, 612, 1.73, 13.68),
        (MINUS, 450, 450, 8.2, 17.05),
    ],
    ids=["S0", "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"],
)
def test_self_test_on_the_dummy(
    bridge: tuple[int, int, int], set_ua: float, i_ua: float, vb_v: float, vt_v: float
) -> None:
    afe = afe_at(set_ua, "typical", bridge, relay=0)
    i_mv, vb_mv, vt_mv = afe.channels_mv()
    assert i_mv / 4.44 == pytest.approx(i_ua, abs=0.5)
    assert (vb_mv * 5.7e-3, vt_mv * 5.7e-3) == pytest.approx((vb_v, vt_v), abs=0.025)
    assert afe.skin_ua == 0


def test_s10_the_rail_is_up_after_5_ms_and_down_300_ms_after_hv_en() -> None:
    afe = afe_at(0, "open", SHUNT, relay=0)
    assert Afe(noise=False).point.vt_mv < 20  # before HV_EN
    afe.change(UP_US, hv_en=0)
    afe.advance(UP_US + 20_000)
    assert 8_000 < afe.point.vt_mv < 12_000  # falls slowly
    afe.advance(UP_US + 300_000)
    assert afe.point.vt_mv < 20 and afe.point.vb_mv < 20
    afe.change(UP_US + 300_000, hv_en=1)
    afe.advance(UP_US + 305_000)
    assert afe.point.vt_mv == pytest.approx(17_480, abs=10)


@pytest.mark.hazard("H8")
@pytest.mark.parametrize("set_ua", [0, 10, 500])
def test_crowbarred_the_load_gets_what_one_switch_drops(set_ua: float) -> None:
    preselected = afe_at(set_ua, 5000, (0, 1, 0))
    assert preselected.skin_ua == pytest.approx(set_ua * 125 / (9_600 + 5_000), abs=0.1)
    assert afe_at(set_ua, 5000, SHUNT).skin_ua == 0


@pytest.mark.hazard("H12")
def test_armed_at_zero_only_the_divider_flows() -> None:
    assert afe_at(0, 5000).skin_ua == pytest.approx(1.53, abs=0.05)
    assert afe_at(0, 5000, SHUNT).skin_ua == 0


# ---- charge stored in the skin


@pytest.mark.parametrize("set_ua,reverse_ua", [(100, 175), (250, 434), (500, 866)])
def test_a_crowbar_discharges_poor_gel_backwards(set_ua: float, reverse_ua: float) -> None:
    afe = afe_at(set_ua, "poor")
    afe.change(UP_US, run=0)
    assert afe.skin_ua == pytest.approx(-reverse_ua, rel=0.015)


def test_the_reverse_pulse_of_500_ua_is_below_5_ua_after_663_us() -> None:
    afe = afe_at(500, "poor")
    before_pc = afe.charge_pc
    afe.change(UP_US, run=0)
    afe.advance(UP_US + 650)
    assert abs(afe.skin_ua) > 5
    afe.advance(UP_US + 675)
    assert abs(afe.skin_ua) < 5
    assert 0 < before_pc - afe.charge_pc < 190_000


@pytest.mark.hazard("H6")
def test_poor_gel_holds_190_nc() -> None:
    afe = afe_at(500, "poor")
    assert afe.skin_mv * POOR.c_nf / 2 == pytest.approx(190_000, rel=0.01)


@pytest.mark.parametrize("skin", ["good", "typical"])
def test_good_gel_never_gives_more_back_than_it_got(skin: str) -> None:
    afe = afe_at(500, skin)
    afe.change(UP_US, run=0)
    afe.advance(UP_US + 5_000)
    assert 100 < afe.peak_ua <= 501


@pytest.mark.hazard("H6")
@pytest.mark.parametrize("skin", ["good", "typical", "poor"])
def test_soft_stop_waits_at_zero_and_never_passes_502_ua(skin: str) -> None:
    afe = afe_at(500, skin)
    afe.change(UP_US, dac_mv=0.0)
    afe.advance(UP_US + 1_000)
    afe.peak_ua = 0.0
    afe.change(UP_US + 1_000, run=0)
    afe.advance(UP_US + 3_000)
    assert afe.peak_ua <= 75  # all that is left of 866 after 1 ms
    afe.advance(UP_US + 10_000)
    assert abs(afe.skin_ua) < 0.1


def biphasic(afe: Afe, t_us: float, half_us: float, halves: int) -> tuple[float, list[float]]:
    """Shunt, swap, drive, from the minus phase on: the end, and the charge of each half in pC."""
    charges = []
    for k in range(halves):
        before_pc = afe.charge_pc
        pa, pb = ((1, 0), (0, 1))[k % 2]
        afe.change(t_us, run=0)
        afe.change(t_us + 2, pa=pa, pb=pb)
        afe.change(t_us + 4, run=1)
        t_us += half_us
        afe.advance(t_us)
        charges.append(afe.charge_pc - before_pc)
    return t_us, charges


@pytest.mark.parametrize(
    "skin,phase_nc,peak_ua",
    [("500", 2495.7, 500.9), ("5k", 2494.1, 501.8), ("20k", 2489.2, 499.4)]
    + [("typical", 2494.1, 500.5), ("poor", 2496.5, 872.2)],
)
def test_biphasic_phases_carry_the_charge_of_section_4_and_cancel(
    skin: str, phase_nc: float, peak_ua: float
) -> None:
    afe = afe_at(500, skin)
    t_us, _ = biphasic(afe, UP_US, 5_000, 20)
    afe.peak_ua = 0.0
    _, (minus_pc, plus_pc) = biphasic(afe, t_us, 5_000, 2)
    assert -minus_pc / 1e3 == pytest.approx(phase_nc, abs=4)
    assert plus_pc + minus_pc == pytest.approx(0, abs=20)
    assert afe.peak_ua == pytest.approx(peak_ua, abs=2.5)


def test_absolute_charge_counts_both_directions() -> None:
    afe = afe_at(500, "typical")
    net_pc, abs_pc = afe.charge_pc, afe.abs_charge_pc
    _, charges = biphasic(afe, UP_US, 5_000, 2)
    assert afe.abs_charge_pc - abs_pc == pytest.approx(5_000_000, rel=0.003)
    assert afe.charge_pc - net_pc == pytest.approx(sum(charges), abs=1e-3)


def test_braking_ends_when_the_clamp_diode_lets_go() -> None:
    """Section 4, gel poor: 4 us of shunt, then 50..60 us until the set current flows."""
    afe = afe_at(500, "poor")
    biphasic(afe, UP_US, 20, 1)
    assert -afe.skin_ua == pytest.approx(608, abs=2)  # limiter and diode, not the sink
    afe.advance(UP_US + 48)
    assert -afe.skin_ua > 505
    afe.advance(UP_US + 66)
    assert -afe.skin_ua == pytest.approx(500, abs=1.5)


def test_a_peak_that_comes_later_counts() -> None:
    """Charged to 11 V the skin leaves no compliance for 600 uA; as it discharges, they return."""
    afe = afe_at(600, "poor", temperature_c=20)
    afe.touch(UP_US, TYPICAL)
    first_ua, afe.peak_ua = afe.skin_ua, 0.0
    afe.advance(UP_US + 5_000)
    assert first_ua < 525 and afe.skin_ua == afe.peak_ua == pytest.approx(599, abs=1)


def test_without_a_rail_a_charged_skin_sees_the_clamp_diodes() -> None:
    afe = Afe(noise=False)
    afe.touch(0.0, POOR)
    afe.change(0.0, pb=1, run=1, relay=1)
    afe.skin_mv = 9_500.0
    assert afe.skin_ua == pytest.approx(-(9.5 - 2 * 0.6) / 10.65e-3, abs=3)


# ---- time


def euler(afe: Afe, rp_kohm: float, c_nf: float, steps: int, dt_us: float) -> tuple[float, float]:
    """Voltage and charge by the differential equation itself."""
    charge_pc = 0.0
    for _ in range(steps):
        i_ua = afe.load_ua
        charge_pc += i_ua * dt_us
        afe.skin_mv += (i_ua - afe.skin_mv / rp_kohm) / c_nf * dt_us
    return afe.skin_mv, charge_pc


@pytest.mark.parametrize("bridge", [PLUS, MINUS, SHUNT])
@pytest.mark.parametrize("skin", [TYPICAL, POOR])
def test_the_closed_form_solves_the_differential_equation(
    skin: Skin, bridge: tuple[int, int, int]
) -> None:
    pa, pb, run = bridge
    exact, slow = afe_at(500, skin), afe_at(500, skin)
    for afe in (exact, slow):
        afe.change(UP_US, pa=pa, pb=pb, run=run, dac_mv=dac_mv(400))
    before_pc = exact.charge_pc
    exact.advance(UP_US + 300)
    c_nf, rp_kohm = exact.skin.c_nf / 2, exact.skin.rp_ohm * 2e-3
    v_mv, charge_pc = euler(slow, rp_kohm, c_nf, 6000, 0.05)
    assert exact.skin_mv == pytest.approx(v_mv, abs=5)
    assert exact.charge_pc - before_pc == pytest.approx(charge_pc, abs=150)


CHANGES = st.one_of(
    st.tuples(st.sampled_from(["pa", "pb", "run", "relay", "hv_en"]), st.integers(0, 1)),
    st.tuples(st.just("dac_mv"), st.floats(0, 2_048)),
    st.tuples(st.just("skin"), st.sampled_from(["open", "good", "poor", "dry", "10k"])),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 20_000), CHANGES), max_size=12), st.integers(0, 999))
def test_many_steps_give_what_one_step_gives(
    script: list[tuple[int, tuple[str, float | str]]], seed: int
) -> None:
    cuts = random.Random(seed)
    one, many = afe_at(500, "poor"), afe_at(500, "poor")
    t_us = UP_US
    for wait_us, (name, value) in script:
        for cut in sorted(cuts.uniform(0, wait_us) for _ in range(5)):
            many.advance(t_us + cut)
        t_us += wait_us
        for afe in (one, many):
            if isinstance(value, str):
                afe.touch(t_us, as_skin(value))
            else:
                afe.change(t_us, **{name: value})
    assert many.skin_mv == pytest.approx(one.skin_mv, abs=1e-3)
    assert many.charge_pc == pytest.approx(one.charge_pc, abs=1e-2)
    assert many.abs_charge_pc == pytest.approx(one.abs_charge_pc, abs=1e-2)
    assert many.peak_ua == pytest.approx(one.peak_ua, abs=1e-3)


def test_time_does_not_go_back() -> None:
    afe = afe_at(0, "open")
    with pytest.raises(ValueError, match="went back"):
        afe.advance(UP_US - 1)


def test_a_skin_with_the_relay_released_discharges_by_itself() -> None:
    afe = afe_at(500, "typical")
    charged_mv = afe.skin_mv
    afe.change(UP_US, relay=0)
    afe.advance(UP_US + 500)  # its own time constant: 5k * 100n
    assert afe.skin_mv == pytest.approx(charged_mv / 2.71828, rel=1e-4)
    assert afe.skin_ua == 0 and afe.load_ua == pytest.approx(499, abs=1)


def test_charge_of_the_skin_stays_with_it_and_not_with_the_next() -> None:
    afe = afe_at(500, "typical")
    charged_mv = afe.skin_mv
    afe.touch(UP_US, POOR)
    assert afe.skin_mv == charged_mv
    afe.touch(UP_US, as_skin("open"))
    afe.touch(UP_US, TYPICAL)
    assert afe.skin_mv == 0


# ---- ADC


def test_counts_have_the_scale_of_section_2() -> None:
    afe = afe_at(500, 5000)
    assert afe.counts(0) == round(500 / 0.1815 * 1.0)
    assert afe.counts(1) == pytest.approx(9_687 / 4.594, abs=3)
    assert afe.counts(2) == pytest.approx(17_003 / 4.594, abs=3)


def test_noise_is_a_few_counts_and_repeats_with_its_seed() -> None:
    def read(seed: int) -> list[int]:
        afe = Afe(seed=seed)
        afe.change(0.0, hv_en=1)
        afe.advance(UP_US)
        return [afe.counts(2) for _ in range(200)]

    values = read(1)
    assert values == read(1) != read(2)
    assert 4 < max(values) - min(values) < 20
    assert sum(values) / 200 == pytest.approx(17_477 / 4.594, abs=4)


def test_counts_stay_within_12_bits() -> None:
    low, high = Afe(), Afe(["hv 20V"])
    high.change(0.0, hv_en=1)
    high.advance(UP_US)
    assert {high.counts(2) for _ in range(50)} == {4095}
    assert all(0 <= low.counts(0) < 15 for _ in range(200))
