"""Repays measured net charge of a biphasic mode, in DAC codes on one of its two phases.

The codes of a period sum to exactly zero; what is measured may not: a phase that a late callback
stretched, a leak on one polarity. One code on one phase moves 92 nC a second.
"""

_MOST_CODES = 60  # 5.5 uA mean: what needs more is a fault, and NET_DC ends it
_PC_PER_CODE = 1_000_000


def trim(owed_pc: int) -> int:
    """Codes for the positive phase (below 0: the negative one) after owed_pc of whole periods.

    One code for each whole uC: a time constant of 11 s, and less than 1 uC, 0.1 uA over 10 s, is
    left alone, so that an output that does balance plays exact zeros.
    """
    codes = min(abs(owed_pc) // _PC_PER_CODE, _MOST_CODES)
    return -codes if owed_pc > 0 else codes
