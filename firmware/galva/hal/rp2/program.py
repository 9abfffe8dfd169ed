"""The state machine's program: one word a sample, DAC frame and bridge lines on one clock.

Word: [31:16] the frame, [15:13], [12:10], [9:7] three bridge states (RUN, PB, PA) one after the
other. Period: 76 + 4 * (delay + 1) us, no jitter. A dry FIFO gives the safe word: code 0, all
lines low. Side-set: MOSI, SCK, CS; the data bit goes out by a jump, so that OUT is free for the
bridge.
"""

from machine import Pin
from rp2 import PIO, StateMachine, asm_pio

SAFE_WORD = 0x30000000  # active, gain 1x, code 0, lines low
_PIO_HZ = 1_000_000
_FIXED_US = 76


@asm_pio(
    sideset_init=[PIO.OUT_HIGH, PIO.OUT_LOW, PIO.OUT_LOW],
    out_init=[PIO.OUT_LOW, PIO.OUT_LOW, PIO.OUT_LOW],
    out_shiftdir=PIO.SHIFT_LEFT,
    pull_thresh=16,
    fifo_join=PIO.JOIN_TX,
)
def _bridge_dac() -> None:
    # fmt: off
    wrap_target()
    irq(rel(0))           .side(0b001)      # the sample ends: the guard measures it
    pull(noblock)         .side(0b001)      # dry: X, the safe word
    label("bit")
    out(y, 1)             .side(0b000)
    jmp(not_y, "zero")    .side(0b000)
    nop()                 .side(0b100)
    jmp(not_osre, "bit")  .side(0b110)      # SCK up; 16 bits by pull_thresh
    jmp("done")           .side(0b100)
    label("zero")
    nop()                 .side(0b000)
    jmp(not_osre, "bit")  .side(0b010)
    nop()                 .side(0b000)      # both ways take the same time
    label("done")
    out(pins, 3)          .side(0b001) [1]  # CS up, the DAC takes the code; RUN low for a swap
    out(pins, 3)          .side(0b001) [1]  # new polarity
    out(pins, 3)          .side(0b001)      # RUN high
    mov(y, isr)           .side(0b001) [3]
    label("wait")
    jmp(y_dec, "wait")    .side(0b001) [3]
    wrap()
    # fmt: on


def machine(pins: "Pins", sample_ms: int) -> StateMachine:
    """State machine 0 with this program, stopped; safe word in X, delay in ISR."""
    sm = StateMachine(
        0, _bridge_dac, freq=_PIO_HZ, sideset_base=Pin(pins.cs), out_base=Pin(pins.pa)
    )
    sm.put(SAFE_WORD)
    sm.exec("pull() .side(1)")
    sm.exec("mov(x, osr) .side(1)")
    sm.put((sample_ms * 1000 - _FIXED_US) // 4 - 1)
    sm.exec("pull() .side(1)")
    sm.exec("mov(isr, osr) .side(1)")
    return sm


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.board import Pins
    from rp2.asm_pio import *  # noqa: F403
