"""Front end B: a 9 V block and RLIM, no switch, no limiter (hardware.md section 3).

RP1, RP2 and RLIM alone bound the current: 9.6 V / 10.5 kOhm. What each figure is: afe_a.py.
"""

from .bridge import BOTH_HIGH, BOTH_LOW, MINUS, PLUS, SHUNT
from .selftest import EDGES, PLAIN, STATIC

REGULATED = False
PEAK_UA = 300
CODE_LIMIT_UA = 360
TRIP_UA = 380
LOST_VB_MV = 1300  # 300 uA need 1.25 V
LOST_DROP_MV = 8400
NOTHING_OHM = 400_000
# As in A, with 2.048 V / 4096 / 1.01 / 4.0 kOhm; 9.0 V / 11.4 MOhm; 3.3 V / 4096 / 2.5 / 1.8 kOhm.
FIELDS: "Fields" = (
    ("dac_pa", "pA per code", 113_862, 133_662),
    ("zero_na", "nA at code 0", -2010, 3590),
    ("i_pa", "pA per count", 164_714, 193_358),
    ("i_zero_na", "nA at count 0", -5000, 5000),
)
_RAIL_MS = 100
_STEP_MS = 100
_ZERO_MS = 300
_GATE_MS = 400

# S0 wants a block of 8.0 V: 300 uA through 11 kOhm of skin. RLIM takes 87 mV at 100 uA. There is
# no S7 and no S10, for there is no limiter and no switch; S8 shows RLIM as well.
TABLE: "Table" = (
    ("S0", SHUNT, 0, _RAIL_MS, 0, 8, -300, 300, 8000, 9900, PLAIN, True)
    + ("the 9 V block is empty; dividers of VB and VT, U1A, QN, DAC",),
    ("S1", SHUNT, 300, _STEP_MS, 280, 325, -100, 180, -350, -180, PLAIN, True)
    + ("DAC, RS1, RS2, U1C, RLIM, crowbar of U2",),
    ("S2", PLUS, 0, _STEP_MS, 0, 8, -60, 120, -80, 40, PLAIN, True)
    + ("leg A: U2, RPUA, QSA; leak at VB",),
    ("S3", PLUS, 20, _STEP_MS, 13, 27, 330, 460, -100, 40, PLAIN, True)
    + ("K1 welded; RDUM, RP1, RP2, level shifters of PA and PB",),
    ("S3", PLUS, 100, _STEP_MS, 91, 110, 1800, 2130, -170, -20, PLAIN, True)
    + ("RDUM, RP1, RP2, U2",),
    ("S4", MINUS, 100, _STEP_MS, 91, 110, 1800, 2130, -170, -20, PLAIN, True)
    + ("U2 and the level shifters of PA and PB",),
    ("S5", BOTH_LOW, 20, _STEP_MS, 4, 18, 7400, 10_000, -80, 40, PLAIN, False)
    + ("switches to VB stuck: U2, QSA, QSB; RB",),
    ("S6", BOTH_HIGH, 20, _STEP_MS, 4, 18, 7400, 10_000, -80, 40, PLAIN, False)
    + ("switches to VT stuck: U2, QSA, QSB",),
    ("S9", SHUNT, 0, _ZERO_MS, 0, 8, -60, 60, -60, 60, PLAIN, True)
    + ("crowbar of U2, QSZ",),
    ("G1", PLUS, 10, _GATE_MS, 3, 18, 130, 280, -90, 40, STATIC, False)
    + ("C1, C2: ALIVE's level holds the relay",),
    ("G2", PLUS, 10, _GATE_MS, 0, 18, -60, 10_000, -110, 40, EDGES, False)
    + ("lift the electrodes off and try again; else K1, its coil, M1, M2, the pump",),
    ("G3", PLUS, 10, _GATE_MS, 3, 18, 130, 280, -90, 40, PLAIN, False)
    + ("K1 or M1, M2 stuck: the relay does not open",),
    ("S8", MINUS, 300, _STEP_MS, 276, 324, 5400, 6400, -350, -180, PLAIN, True)
    + ("compliance: the 9 V block, RLIM, U2",),
)  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..ports import Fields, Table
