"""Counts and codes to units and back, nominal values of front end A (hardware.md sections 2, 6).

A build's own figures replace these when calibration lands; the worst of 20 000 simulated
builds is 4.2 % off at 500 uA without it (hardware.md section 7).
"""

from .limits import CODE_LIMIT_UA

_DAC_PA = 183_350  # per LSB: 2.048 V / 4096 / 1.01 / 2.70 kOhm
_DIVIDER_NA = 1500  # VB/11.4 MOhm flows past the shunt; about this while VB is near the rail
_I_Q1 = 363  # 181.5 nA per ADC count, times 2
_VB_Q6 = 26  # 0.403 nA per ADC count of VB (4.594 mV / 11.4 MOhm), times 64
_UV = 4594  # per ADC count of VB and VT: 3.3 V / 4096 * 5.7


class Calibration:
    """Conversions for one board. All integers below 2**30, nothing allocates."""

    def __init__(self) -> None:
        self.code_limit = self.code(CODE_LIMIT_UA)
        self.offset = -8
        self.cap_ua = 500

    def code(self, ua: int) -> int:
        """DAC code for ua (0..1000) through the load; 0 for 0. Not clamped."""
        na = ua * 1000 - _DIVIDER_NA
        if na <= 0:
            return 0
        return (na * 1000 + _DAC_PA // 2) // _DAC_PA

    def span(self, ua: int) -> int:
        """DAC codes above the zero for ua (0..1000)."""
        return (ua * 1_000_000 + _DAC_PA // 2) // _DAC_PA

    def set_na(self, span: int) -> int:
        """What span codes (0..4095) above the zero set."""
        return span * _DAC_PA // 1000

    def na(self, i_counts: int, vb_counts: int) -> int:
        """Delivered magnitude in nA, from up to 32 summed readings; true while VB > 1.0 V."""
        return (i_counts * _I_Q1 >> 1) + (vb_counts * _VB_Q6 >> 6)

    def i_counts(self, na: int) -> int:
        """ADC counts of the shunt for na delivered with VB near the rail (thresholds)."""
        return (na - _DIVIDER_NA) * 2 // _I_Q1

    def mv(self, counts: int) -> int:
        """VB or VT in mV from up to 32 summed readings."""
        return counts * _UV // 1000

    def counts(self, mv: int) -> int:
        """ADC counts of a VB or VT voltage in mV (thresholds, worked out once)."""
        return mv * 1000 // _UV
