"""Codes and counts to currents and back: a board's own figures, or its front end's nominal ones.

Two straight lines, fitted at 50 and 450 uA (front end B: 270) into the 10.0 kOhm dummy
(hardware.md section 7):
delivered = dac_pa * code + zero_na, and shunt = i_pa * counts + i_zero_na. Without them the worst
of 20 000 simulated builds is 4.2 % off at 500 uA, so a board without a record is capped.
"""

from . import selftest
from .limits import UNCALIBRATED_UA, require
from .quick import keep

RECORD = "calibration"  # the name of its A/B files
VERSION = 1
UNIT = "pA nA counts"
REFERENCE = "reference"  # I, VB, VT in counts for each step of the self-test; () = not yet taken
_HEAD = (("version", VERSION), ("unit", UNIT))
WHERE = "calibration"
_AGAIN = ": calibrate again"

VB_PA = 403  # past the shunt, for each ADC count of VB: 4.594 mV / 11.4 MOhm
_UV = 4594  # per ADC count of VB and VT: 3.3 V / 4096 * 5.7
CODE_MOST = 4095


def front_end(name: str = "A") -> "FrontEnd":
    """The figures of front end A or B: a module each, of which a device loads its own."""
    if name == "B":
        from . import afe_b

        return afe_b
    from . import afe_a

    return afe_a


def nominal_record(afe: "FrontEnd | None" = None) -> "Record":
    """The record of a board whose every part has its nominal value, without a reference."""
    afe = afe or front_end()
    return as_record(afe, [(row[2] + row[3]) >> 1 for row in afe.FIELDS])


def as_record(afe: "FrontEnd", values: "list[int]") -> "Record":
    """With these values of FIELDS, without a reference."""
    record: "Record" = {name: value for name, value in _HEAD}
    for row, value in zip(afe.FIELDS, values):
        record[row[0]] = value
    record[REFERENCE] = []
    return record


class Calibration:
    """Conversions for one board. All integers below 2**30 in magnitude, nothing allocates.

    record: FIELDS, REFERENCE, version and unit, as `fit` makes it; ConfigError for any other.
    None: nominal values and at most UNCALIBRATED_UA. afe: the front end's module, None for A.
    offset: codes to add to each driven span, so that a span is proportional to the current.
    """

    def __init__(self, record: "Record | None" = None, afe: "FrontEnd | None" = None) -> None:
        self.afe = afe = afe or front_end()
        self.commissioned = record is not None
        self.cap_ua = afe.PEAK_UA if self.commissioned else UNCALIBRATED_UA
        values = checked(nominal_record(afe), afe)
        self._divider_na = values[1]
        if record is not None:
            values = checked(record, afe)
        self._dac_pa, zero_na, self._i_pa, self._i_zero_na = values
        self._i_na_q5 = i_na_q5(self._i_pa)
        self.offset = -ratio(zero_na, self._dac_pa, 1000)
        self.code_limit = min(CODE_MOST, self.span(afe.CODE_LIMIT_UA) + self.offset)
        self.reference = _reference(record) if record else ()
        selftest.check_reference(self)
        keep(self, "set_na", "na", "i_counts", "mv", "counts")

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
        return shunt_na + vb_counts * VB_PA // 1000

    def i_counts(self, na: int) -> int:
        """ADC counts of the shunt for na (to 1_000_000) with VB near the rail (thresholds)."""
        return (na - self._divider_na - self._i_zero_na) * 1000 // self._i_pa

    def mv(self, counts: int) -> int:
        """VB or VT in mV from up to 40 summed readings."""
        return counts * _UV // 1000

    def counts(self, mv: int) -> int:
        """ADC counts of a VB or VT voltage in mV (thresholds, worked out once)."""
        return mv * 1000 // _UV


def i_na_q5(i_pa: int) -> int:
    """nA per count, times 32: 40 summed full-scale readings stay below 2**30."""
    return (i_pa * 4 + 62) // 125


def ratio(a: int, b: int, scale: int) -> int:
    """a * scale / b rounded, for b * scale below 2**30 whatever a * scale is."""
    return a // b * scale + (a % b * scale + b // 2) // b


def within(value: object, least: int, most: int) -> bool:
    """A whole number, and in its range."""
    return type(value) is int and least <= value <= most


def checked(record: "Record", afe: "FrontEnd") -> "list[int]":
    """The values in the order of FIELDS; ConfigError says which entry is wrong."""
    known = [row[0] for row in afe.FIELDS] + [row[0] for row in _HEAD] + [REFERENCE]
    for name in known:
        require(name in record, WHERE, name + " is missing" + _AGAIN)
    for name in record:
        require(name in known, WHERE, "unknown field " + name + _AGAIN)
    for name, due in _HEAD:
        is_now = name + " is " + str(record[name])
        require(record[name] == due, WHERE, is_now + ", not " + str(due) + _AGAIN)
    for name, unit, least, most in afe.FIELDS:
        value = record[name]
        what = name + " is " + str(value) + ", outside " + str(least) + ".." + str(most)
        require(within(value, least, most), WHERE, what + " " + unit + _AGAIN)
    return [record[row[0]] for row in afe.FIELDS]


def _reference(record: "Record") -> "tuple[int, ...]":
    counts = record[REFERENCE]
    well = isinstance(counts, (list, tuple)) and all(within(each, 0, 4095) for each in counts)
    require(well, WHERE, REFERENCE + " is not a list of 0..4095 counts" + _AGAIN)
    return tuple(counts)


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..ports import FrontEnd

    Record = dict[str, Any]  # FIELDS and VERSION are int, UNIT is str, REFERENCE a list of int
