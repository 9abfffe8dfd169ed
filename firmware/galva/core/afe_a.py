"""Front end A: a rail of 17.5 V with a switch and a limiter (hardware.md sections 2, 6, 7)."""

from . import limits
from .bridge import BOTH_HIGH, BOTH_LOW, MINUS, PLUS, SHUNT
from .selftest import EDGES, FULL, NO_RAIL, PLAIN, STATIC

REGULATED = True  # HV_EN switches the rail, and it is always the same
PEAK_UA = limits.PEAK_UA  # nine tenths of it is the upper point of the calibration
CODE_LIMIT_UA = limits.CODE_LIMIT_UA
TRIP_UA = limits.TRIP_UA
LOST_VB_MV = 1000  # below: the sink is starved, nothing carries the current
LOST_DROP_MV = 16_400  # VT - VB above: all of the rail stands across the electrodes
NOTHING_OHM = 900_000  # the probe's current meets no skin at all
# (field, unit, least, most): +-8 % of nominal for a slope; the worst build needs +-5 %. A zero
# bears op-amp 4.5 mV and DAC 2 mV over 2.7 kOhm, or 8 counts and 4.5 mV over 1.2 kOhm. The middle
# is nominal: 2.048 V / 4096 / 1.01 / 2.70 kOhm; 17.1 V / 11.4 MOhm, VB's divider, which flows
# past the shunt while VB is near the rail; 3.3 V / 4096 / 3.7 / 1.20 kOhm.
FIELDS: "Fields" = (
    ("dac_pa", "pA per code", 168_682, 198_018),
    ("zero_na", "nA at code 0", -2500, 5500),
    ("i_pa", "pA per count", 166_980, 196_020),
    ("i_zero_na", "nA at count 0", -6000, 6000),
)
_RAIL_MS = 100  # HV rises in 5 ms; relay and dividers settle
_STEP_MS = 100  # ESP32: a new step reaches the skin 35 ms later, and 40 ms are averaged
_ZERO_MS = 300  # of the step whose zero the session stands on: at 10 uA a count is 460 Ohm
_GATE_MS = 400  # the relay falls 120 ms after the last edge, and then 250 ms are summed
_DOWN_MS = 400  # HV falls with 40 ms

# Rows: selftest.SelfTest. VT - VB is relative to S0, whose own bounds are those of two
# uncalibrated dividers. I holds the worst of 1500 simulated builds, uncalibrated (tools/builds):
# 7.4, 13.4..25.6, 93..108.5. The limiter of S7 drifts 0.42 %/K: no reference holds it.
TABLE: "Table" = (
    ("S0", SHUNT, 0, _RAIL_MS, 0, 8, -600, 600, 16_600, 18_300, PLAIN, True)
    + ("HV supply, dividers of VB and VT, U1A, QN, DAC",),
    ("S1", SHUNT, 300, _STEP_MS, 280, 325, -100, 180, 16_000, 18_000, PLAIN, True)
    + ("DAC, RS1, RS2, U1C, crowbar of U2",),
    ("S2", PLUS, 0, _STEP_MS, 0, 8, -60, 120, 16_600, 18_300, PLAIN, True)
    + ("leg A: U2, RPUA, QSA; leak at VB",),
    ("S3", PLUS, 20, _STEP_MS, 13, 27, 330, 460, 16_500, 18_300, PLAIN, True)
    + ("K1 welded; RDUM, RP1, RP2, level shifters of PA and PB",),
    ("S3", PLUS, 100, _STEP_MS, 91, 110, 1800, 2130, 16_300, 18_300, PLAIN, True)
    + ("RDUM, RP1, RP2, U2",),
    ("S4", MINUS, 100, _STEP_MS, 91, 110, 1800, 2130, 16_300, 18_300, PLAIN, True)
    + ("U2 and the level shifters of PA and PB",),
    ("S5", BOTH_LOW, 20, _STEP_MS, 4, 18, 16_000, 18_300, 16_600, 18_300, PLAIN, True)
    + ("switches to VB stuck: U2, QSA, QSB; RB",),
    ("S6", BOTH_HIGH, 20, _STEP_MS, 4, 18, 16_000, 18_300, 16_600, 18_300, PLAIN, True)
    + ("switches to VT stuck: U2, QSA, QSB",),
    ("S9", SHUNT, 0, _ZERO_MS, 0, 8, -60, 60, 16_600, 18_300, PLAIN, True)
    + ("crowbar of U2, QSZ",),
    ("G1", PLUS, 10, _GATE_MS, 3, 18, 130, 280, 16_500, 18_300, STATIC, False)
    + ("C1, C2: ALIVE's level holds the relay",),
    ("G2", PLUS, 10, _GATE_MS, 0, 18, -60, 18_300, 16_400, 18_300, EDGES, False)
    + ("lift the electrodes off and try again; else K1, its coil, M1, M2, the pump",),
    ("G3", PLUS, 10, _GATE_MS, 3, 18, 130, 280, 16_500, 18_300, PLAIN, False)
    + ("K1 or M1, M2 stuck: the relay does not open",),
    ("S8", MINUS, 450, _STEP_MS, 414, 486, 8100, 9600, 16_000, 18_000, PLAIN, True)
    + ("compliance: HV, RLIM, U2",),
    ("S7", PLUS, 760, _STEP_MS, 540, 690, 10_200, 14_000, 12_000, 15_400, FULL, False)
    + ("the limiter: RLIM, QL1, QL2",),
    ("S10", SHUNT, 0, _DOWN_MS, -3, 8, -700, 700, -100, 400, NO_RAIL, False)
    + ("the rail does not go off: U5, QH; an open input of the ADC",),
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Fields, Table
