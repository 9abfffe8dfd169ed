"""Commissioning: the calibration record out of two measured points. Loaded only for that."""

from .calib import (
    CODE_MOST,
    VB_PA,
    WHERE,
    as_record,
    checked,
    front_end,
    i_na_q5,
    nominal_record,
    ratio,
    within,
)
from .limits import require


def fit(
    points: "Sequence[tuple[int, int, int, int, int]]", afe: "FrontEnd | None" = None
) -> "Record":
    """The record through two points (code, dmm_na, i_counts_sum, vb_counts_sum, n <= 64).

    dmm_na is the multimeter's voltage over the 10.0 kOhm, as a current. The DAC's line is what
    arrives in this load, VB/11.4 MOhm of the falling VB included: half of it would be missing at
    500 uA otherwise. ConfigError names the point or the field; a record without a reference.
    afe: as of Calibration.
    """
    afe = afe or front_end()
    again = "measure at 50 and " + str(afe.PEAK_UA * 9 // 10) + " uA"
    require(len(points) == 2, WHERE, str(len(points)) + " points: " + again)
    low, high = sorted(points)
    for point in (low, high):
        _check_point(point, checked(nominal_record(afe), afe))
    apart = high[0] - low[0] >= 1000 and high[2] // high[4] - low[2] // low[4] >= 1000
    require(apart, WHERE, "the points are too close or equal: " + again)
    dac_pa = ratio(high[1] - low[1], high[0] - low[0], 1000)
    low_na, high_na = _shunt_na(low), _shunt_na(high)
    counts = high[2] * low[4] // high[4] - low[2]  # in sums of n readings of the low point
    i_pa = ratio((high_na - low_na) * low[4], counts, 1000)
    zero_na = low[1] - ratio(dac_pa, 1000, low[0])
    i_zero_na = low_na - (low[2] * i_na_q5(i_pa) >> 5) // low[4]
    record = as_record(afe, [dac_pa, zero_na, i_pa, i_zero_na])
    checked(record, afe)
    return record


def _shunt_na(point: "tuple[int, int, int, int, int]") -> int:
    """What flows through the shunt: the multimeter's current less that of VB's divider."""
    return point[1] - point[3] * VB_PA // (1000 * point[4])


def _check_point(point: "tuple[int, int, int, int, int]", values: "list[int]") -> None:
    code, dmm_na, i_sum, vb_sum, n = point
    where = WHERE + ", point at code " + str(code)
    require(within(n, 1, 64), where, str(n) + " readings: sum 1..64")
    require(within(code, 1, CODE_MOST), where, "codes are 1..4095")
    full = n * CODE_MOST
    in_range = within(i_sum, 0, full) and within(vb_sum, 0, full)
    require(in_range, where, "a sum is not of " + str(n) + " readings of 0..4095: measure again")
    expected_na = ratio(values[0], 1000, code) + values[1]
    what = str(dmm_na) + " is not about " + str(expected_na) + " nA: give nA, check the load"
    require(within(dmm_na, expected_na * 3 // 4, expected_na * 5 // 4), where, what)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..ports import FrontEnd
    from .calib import Record
