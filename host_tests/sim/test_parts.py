"""Single faults against the FMEA tables of hardware.md section 5."""

import pytest

from host_tests.sim.bench import MINUS, PLUS, SHUNT, UP_US, afe_at
from tools.sim.afe import Afe
from tools.sim.parts import FAULTS

STEPS = {  # section 6: bridge and uA
    "S0": (SHUNT, 0),
    "S1": (SHUNT, 300),
    "S2": (PLUS, 0),
    "S3": (PLUS, 100),
    "S4": (MINUS, 100),
    "S5": ((0, 0, 1), 20),
    "S6": ((1, 1, 1), 20),
    "S7": (PLUS, 751),
    "S8": (MINUS, 450),
}
# fault: (worst steady uA into 500 Ohm, 5 kOhm at 300 uA; armed at DAC 0; self-test step, channel)
TABLE = {
    "xa1 on": (300, 300, 1.5, "S4", "vb"),
    "xa1 off": (300, 300, 0, "S2", "vb"),
    "xa0 on": (300, 300, 0, "S3", "vb"),
    "xa0 off": (300, 300, 1.5, "S4", "i"),
    "xb1 on": (300, 300, 0, "S3", "vb"),
    "xb1 off": (300, 300, 1.5, "S4", "i"),
    "xb0 on": (300, 300, 1.5, "S4", "vb"),
    "xb0 off": (300, 300, 0, "S2", "vb"),
    "pa high": (300, 300, 0, "S2", "vb"),
    "pa low": (300, 300, 1.5, "S4", "i"),
    "pb high": (300, 300, 1.5, "S4", "i"),
    "pb low": (300, 300, 0, "S2", "vb"),
    "sink shorted": (609, 608, 609, "S0", "i"),
    "rs1 short": (609, 608, 1.5, "S1", "i"),
    "rs1 half": (415, 415, 1.5, "S1", "i"),
    "rs2 short": (539, 539, 1.5, "S1", "i"),
    "rs2 half": (386, 386, 1.5, "S1", "i"),
    "op-amp high": (609, 608, 609, "S0", "i"),
    "dac full scale": (609, 608, 609, "S0", "i"),
    "dac gain x2": (599, 599, 1.5, "S1", "i"),
    "vref +10%": (330, 330, 1.5, "S1", "i"),
    "xa1 +2k": (300, 300, 1.5, None, None),  # these: test_builds, by VT - VB
    "xa1 +4k": (300, 300, 1.5, None, None),
    "xa1 +6k": (300, 300, 1.5, None, None),
    "xa1 +8k": (300, 300, 1.5, None, None),
    "xa1 +10k": (300, 300, 1.5, None, None),
    "pa leak": (337, 337, 1.5, "S4", "i"),
    "sink creep": (308, 308, 9.3, None, None),  # too
    "sink leak": (320, 320, 21.4, "S2", "i"),
    "vb leak": (306, 306, 9, None, None),
    "limiter short": (300, 300, 1.5, "S7", "i"),
    "dummy short": (300, 300, 1.5, "S3", "vb"),
    "dummy half": (300, 300, 1.5, "S8", "vb"),
    "dummy open": (300, 300, 1.5, "S3", "vb"),
    "relay open": (0, 0, 0, None, None),  # found by step G2
    "crowbar off": (300, 300, 1.5, "S1", "vb"),
    "crowbar on": (3.6, 2.5, 0, "S3", "vb"),
    "run high": (300, 300, 1.5, "S1", "vb"),
    "run low": (3.6, 2.5, 0, "S3", "vb"),
    "rp1 short": (300, 300, 1.5, "S8", "vb"),
    "rp2 short": (300, 300, 1.5, "S8", "vb"),
    "rp1 open": (0, 0, 0, "S3", "vb"),
    "rp2 open": (0, 0, 0, "S3", "vb"),
    "op-amp low": (1.5, 1.5, 1.5, "S1", "i"),
    "dac zero": (1.5, 1.5, 1.5, "S1", "i"),
    "limiter open": (0, 0, 0, "S3", "i"),
    "hv 0V": (0, 0, 0, "S0", "vt"),
    "hv 12V": (300, 300, 1.0, "S0", "vt"),
    "hv 15V": (300, 300, 1.3, "S0", "vt"),
    "hv 16V": (300, 300, 1.4, "S0", "vt"),
    "hv 20V": (300, 300, 1.7, "S0", "vt"),
    "i channel high": (300, 300, 1.5, "S0", "i"),
    "i channel low": (300, 300, 1.5, "S1", "i"),
    "vb channel low": (300, 300, 1.5, "S0", "vb"),
    "vt channel low": (300, 300, 1.5, "S0", "vt"),
    "relay welded": (300, 300, 1.5, "S3", "vb"),
}


def steady_ua(fault: str, ohm: float) -> float:
    """Worst of both polarities at 300 uA."""
    return max(abs(afe_at(300, ohm, bridge, (fault,)).skin_ua) for bridge in (PLUS, MINUS))


def test_every_fault_is_in_the_table() -> None:
    assert set(TABLE) == set(FAULTS)


@pytest.mark.hazard("H8")
@pytest.mark.parametrize("fault", TABLE)
def test_steady_current(fault: str) -> None:
    at_500, at_5k, armed_ua, _, _ = TABLE[fault]
    assert steady_ua(fault, 500) == pytest.approx(at_500, abs=1.2)
    assert steady_ua(fault, 5000) == pytest.approx(at_5k, abs=1.2)
    assert afe_at(0, 500, PLUS, (fault,)).skin_ua == pytest.approx(armed_ua, abs=1.2)


@pytest.mark.hazard("H8")
@pytest.mark.parametrize(
    "fault", [f for f in TABLE if not f.startswith(("run high", "crowbar off"))]
)
def test_the_crowbar_stops_every_fault(fault: str) -> None:
    assert abs(afe_at(0, 500, SHUNT, (fault,)).skin_ua) <= 7.5


@pytest.mark.hazard("H8", "H9", "H18")
@pytest.mark.parametrize("fault", [f for f in TABLE if TABLE[f][3]])
def test_the_self_test_sees_it(fault: str) -> None:
    *_, step, channel = TABLE[fault]
    bridge, set_ua = STEPS[str(step)]
    k = ("i", "vb", "vt").index(str(channel))
    good = afe_at(set_ua, "500", bridge, relay=0).channels_mv()[k]
    bad = afe_at(set_ua, "500", bridge, (fault,), relay=0).channels_mv()[k]
    window = (0.03 * good + 4 * 4.44) if k == 0 else (0.025 * good + 200 / 5.7)
    assert abs(bad - good) > window


@pytest.mark.hazard("H9")
def test_the_limiter_and_a_second_fault_stay_below_what_the_resistors_allow() -> None:
    worst_ua = afe_at(300, 500, PLUS, ("limiter short", "sink shorted")).skin_ua
    assert 1_200 < worst_ua < 1_730


def test_a_fault_can_come_during_a_session() -> None:
    afe = afe_at(300, 5000)
    afe.inject(UP_US, "dac gain x2")
    assert afe.skin_ua == pytest.approx(599, abs=1)
    afe.inject(UP_US + 1, "hv 0V")
    afe.advance(UP_US + 300_000)
    assert afe.skin_ua == pytest.approx(0, abs=0.1)


def test_an_unknown_fault_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'gremlin' is not known; use one of: xa1 on"):
        Afe(["gremlin"])
