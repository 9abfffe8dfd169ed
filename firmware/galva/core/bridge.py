"""The H-bridge as one small number: RUN<<2 | PB<<1 | PA (hardware.md section 2)."""

SHUNT = 0b000  # both legs on one node and crowbarred: 0 uA whatever the DAC does
PLUS = 0b110  # E1 is the positive electrode
MINUS = 0b101
BOTH_LOW = 0b100  # PA and PB low: both legs on the rail; self-test only
BOTH_HIGH = 0b111  # both high: both legs on the sink; self-test only
RUN_LINE = 0b100
