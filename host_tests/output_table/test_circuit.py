"""The model asked by itself, against hardware.md and against the front end."""

import pytest

from tools.output_table.circuit import compliance_ohm, replayed
from tools.sim.front_end import FrontEnd
from tools.sim.skin import Skin
from tools.sim.trace import Trace

CODES_PER_UA = 1 / 0.18335  # hardware.md section 2


@pytest.mark.parametrize(("ua", "ohm"), [(300, 45_200), (500, 21_800)])
def test_compliance_is_that_of_the_data(ua: int, ohm: int) -> None:
    """hardware.md section 4, max load for < 1 % error."""
    assert compliance_ohm(round(ua * CODES_PER_UA)) == pytest.approx(ohm, rel=0.03)


def driven(ohm: int) -> Trace:
    """A front end whose relay is closed, through two phases of different codes."""
    front = FrontEnd(str(ohm), noise=False)
    front.pin(0, "hv_en", 1)
    for ms in range(100):
        front.pin(ms * 1e3, "alive", ms % 2)
    t_us = 100e3
    for code, pa, pb in ((2000, 0, 1), (2100, 0, 1), (1500, 1, 0), (0, 1, 0)):
        front.pin(t_us, "pa", pa)
        front.pin(t_us, "pb", pb)
        front.pin(t_us, "run", 1)
        front.pin(t_us, "cs", 0)
        front.spi_word(t_us, 0x3000 | code, 16)
        front.pin(t_us, "cs", 1)
        t_us += 2e3
    rows = front.trace.between(100e3, t_us)
    made = Trace()
    for row in rows:
        made.append(row)
    return made


def charge_nc(trace: Trace) -> float:
    return trace.net_charge_nc(trace[0].t_us, trace[-1].t_us)


@pytest.mark.parametrize("ohm", [500, 2000, 10_000])
def test_replaying_into_the_same_load_changes_nothing(ohm: int) -> None:
    made = driven(ohm)
    again = replayed(list(made), Skin(ohm))
    assert [row.delivered_ua for row in again] == pytest.approx([row.delivered_ua for row in made])
    assert charge_nc(again) == pytest.approx(charge_nc(made))
    assert charge_nc(made) > 100


def test_replaying_into_another_load_is_what_that_load_gets() -> None:
    here = replayed(list(driven(2000)), Skin(40_000))
    there = driven(40_000)
    assert charge_nc(here) == pytest.approx(charge_nc(there))
    assert charge_nc(there) < 0.99 * charge_nc(driven(2000))
