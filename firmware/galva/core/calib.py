"""Codes and counts to currents and back: one board's own figures, or front end A's nominal ones.

Two straight lines, fitted at 50 and 450 uA into the 10.0 kOhm dummy (hardware.md section 7):
delivered = dac_pa * code + zero_na, and shunt = i_pa * counts + i_zero_na. Without them the worst
of 20 000 simulated builds is 4.2 % off at 500 uA, so a board without a record is capped.
"""

from . import selftest
from .limits import CODE_LIMIT_UA, PEAK_UA, UNCALIBRATED_UA, require

RECORD = "calibration"  # the name of its A/B files
VERSION = 1
UNIT = "pA nA counts"
# (field, unit, least, most): +-8 % of nominal for a slope; the worst build needs +-5 %. A zero
# bears op-amp 4.5 mV and DAC 2 mV over 2.7 kOhm, or 8 counts and 4.5 mV over 1.2 kOhm.
FIELDS = (
    ("dac_pa", "pA per code", 168_682, 198_018),
    ("zero_na", "nA at code 0", -2500, 5500),
    ("i_pa", "pA per count", 166_980, 196_020),
    ("i_zero_na", "nA at count 0", -6000, 6000),
)
REFERENCE = "reference"  # I, VB, VT in counts for each step of selftest.TABLE; () = not yet taken
_HEAD = (("version", VERSION), ("unit", UNIT))
_WHERE = "calibration"
_AGAIN = ": calibrate again"

_DAC_PA = 183_350  # 2.048 V / 4096 / 1.01 / 2.70 kOhm
_I_PA = 181_500  # 3.3 V / 4096 / 3.7 / 1.20 kOhm
_DIVIDER_NA = 1500  # VB/11.4 MOhm flows past the shunt; about this while VB is near the rail
_VB_PA = 403  # the same for each ADC count of VB: 4.594 mV / 11.4 MOhm
_UV = 4594  # per ADC count of VB and VT: 3.3 V / 4096 * 5.7
_CODE_MOST = 4095


def nominal_record() -> "Record":
    """The record of a board whose every part has its nominal value, without a reference."""
    return _record(_DAC_PA, _DIVIDER_NA, _I_PA, 0)


def _record(*values: int) -> "Record":
    record: "Record" = {name: value for name, value in _HEAD}
    for row, value in zip(FIELDS, values):
        record[row[0]] = value
    record[REFERENCE] = []
    return record


class Calibration:
    """Conversions for one board. All integers below 2**30 in magnitude, nothing allocates.

    record: FIELDS, REFERENCE, version and unit, as `fit` makes it; ConfigError for any other.
    None: nominal values and at most UNCALIBRATED_UA.
    offset: codes to add to each driven span, so that a span is proportional to the current.
    """

    def __init__(self, record: "Record | None" = None) -> None:
        self.commissioned = record is not None
        self.cap_ua = PEAK_UA if self.commissioned else UNCALIBRATED_UA
        values = _checked(nominal_record() if record is None else record)
        self._dac_pa, zero_na, self._i_pa, self._i_zero_na = values
        self._i_na_q5 = _i_na_q5(self._i_pa)
        self.offset = -_ratio(zero_na, self._dac_pa, 1000)
        self.code_limit = min(_CODE_MOST, self.span(CODE_LIMIT_UA) + self.offset)
        self.reference = _reference(record) if record else ()
        selftest.check_reference(self)

    # ---- DAC

    def span(self, ua: int) -> int:
        """Codes above the zero for ua (0..1000) delivered, rounded; 0 for 0. Not clamped."""
        return self.span_of_na(ua * 1000)

    def span_of_na(self, na: int) -> int:
        """Codes above the zero for na (0..1_000_000) delivered, rounded. Not clamped."""
        return (na * 1000 + (self._dac_pa >> 1)) // self._dac_pa

    def set_na(self, span: int) -> int:
        """Delivered nA of span (0..4095) codes above the zero, rounded."""
        return (span * self._dac_pa + 500) // 1000

    def code(self, ua: int) -> int:
        """DAC code for ua (0..1000) delivered, 0..code_limit; 0 for 0, whatever the offset."""
        if not ua:
            return 0
        return min(self.code_limit, max(0, self.span(ua) + self.offset))

    # ---- monitors

    def na(self, i_counts: int, vb_counts: int, n: int = 1) -> int:
        """Delivered magnitude in nA, summed over n (<= 40) summed readings; true for VB > 1 V."""
        shunt_na = (i_counts * self._i_na_q5 >> 5) + n * self._i_zero_na
        return shunt_na + vb_counts * _VB_PA // 1000

    def i_counts(self, na: int) -> int:
        """ADC counts of the shunt for na (to 1_000_000) with VB near the rail (thresholds)."""
        return (na - _DIVIDER_NA - self._i_zero_na) * 1000 // self._i_pa

    def mv(self, counts: int) -> int:
        """VB or VT in mV from up to 40 summed readings."""
        return counts * _UV // 1000

    def counts(self, mv: int) -> int:
        """ADC counts of a VB or VT voltage in mV (thresholds, worked out once)."""
        return mv * 1000 // _UV


def _i_na_q5(i_pa: int) -> int:
    """nA per count, times 32: 40 summed full-scale readings stay below 2**30."""
    return (i_pa * 4 + 62) // 125


def _ratio(a: int, b: int, scale: int) -> int:
    """a * scale / b rounded, for b * scale below 2**30 whatever a * scale is."""
    return a // b * scale + (a % b * scale + b // 2) // b


def _within(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _checked(record: "Record") -> "list[int]":
    """The values in the order of FIELDS; ConfigError says which entry is wrong."""
    known = [row[0] for row in FIELDS] + [row[0] for row in _HEAD] + [REFERENCE]
    for name in known:
        require(name in record, _WHERE, name + " is missing" + _AGAIN)
    for name in record:
        require(name in known, _WHERE, "unknown field " + name + _AGAIN)
    for name, due in _HEAD:
        is_now = name + " is " + str(record[name])
        require(record[name] == due, _WHERE, is_now + ", not " + str(due) + _AGAIN)
    for name, unit, least, most in FIELDS:
        value = record[name]
        what = name + " is " + str(value) + ", outside " + str(least) + ".." + str(most)
        require(_within(value, least, most), _WHERE, what + " " + unit + _AGAIN)
    return [record[row[0]] for row in FIELDS]


def _reference(record: "Record") -> "tuple[int, ...]":
    counts = record[REFERENCE]
    well = isinstance(counts, (list, tuple)) and all(_within(each, 0, 4095) for each in counts)
    require(well, _WHERE, REFERENCE + " is not a list of 0..4095 counts" + _AGAIN)
    return tuple(counts)


# ---- commissioning


def fit(points: "Sequence[tuple[int, int, int, int, int]]") -> "Record":
    """The record through two points (code, dmm_na, i_counts_sum, vb_counts_sum, n <= 64).

    dmm_na is the multimeter's voltage over the 10.0 kOhm, as a current. The DAC's line is what
    arrives in this load, VB/11.4 MOhm of the falling VB included: half of it would be missing at
    500 uA otherwise. ConfigError names the point or the field; a record without a reference.
    """
    require(len(points) == 2, _WHERE, str(len(points)) + " points: measure at 50 and 450 uA")
    low, high = sorted(points)
    for point in (low, high):
        _check_point(point)
    apart = high[0] - low[0] >= 1000 and high[2] // high[4] - low[2] // low[4] >= 1000
    require(apart, _WHERE, "the points are too close or equal: measure at 50 and 450 uA")
    dac_pa = _ratio(high[1] - low[1], high[0] - low[0], 1000)
    low_na, high_na = _shunt_na(low), _shunt_na(high)
    counts = high[2] * low[4] // high[4] - low[2]  # in sums of n readings of the low point
    i_pa = _ratio((high_na - low_na) * low[4], counts, 1000)
    zero_na = low[1] - _ratio(dac_pa, 1000, low[0])
    i_zero_na = low_na - (low[2] * _i_na_q5(i_pa) >> 5) // low[4]
    record = _record(dac_pa, zero_na, i_pa, i_zero_na)
    _checked(record)
    return record


def _shunt_na(point: "tuple[int, int, int, int, int]") -> int:
    """What flows through the shunt: the multimeter's current less that of VB's divider."""
    return point[1] - point[3] * _VB_PA // (1000 * point[4])


def _check_point(point: "tuple[int, int, int, int, int]") -> None:
    code, dmm_na, i_sum, vb_sum, n = point
    where = _WHERE + ", point at code " + str(code)
    require(_within(n, 1, 64), where, str(n) + " readings: sum 1..64")
    require(_within(code, 1, _CODE_MOST), where, "codes are 1..4095")
    full = n * _CODE_MOST
    in_range = _within(i_sum, 0, full) and _within(vb_sum, 0, full)
    require(in_range, where, "a sum is not of " + str(n) + " readings of 0..4095: measure again")
    expected_na = _ratio(_DAC_PA, 1000, code) + _DIVIDER_NA
    what = str(dmm_na) + " is not about " + str(expected_na) + " nA: give nA, check the load"
    require(_within(dmm_na, expected_na * 3 // 4, expected_na * 5 // 4), where, what)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Record = dict[str, Any]  # FIELDS and VERSION are int, UNIT is str, REFERENCE a list of int
