"""The guard: once a sample, in the state machine's own hard IRQ, it measures, judges and feeds.

The FIFO is the lease: no word is ever repeated, so that whatever stops the guard stops the
current within the words that are queued. What it knows is one array of 32-bit words, named below;
nothing here allocates, and a word is written by one side only or as one store.
"""
# viper knows no `-> None`, and of an object only that it is one:
# mypy: disable-error-code="return, attr-defined"

from array import array

import micropython
from machine import mem32
from micropython import const

from . import registers
from .program import SAFE_WORD

LEASE_SAMPLES = const(12)  # that may pass without the tick: two of its 5 ms

# Why nothing is played, in order of gravity: a graver reason replaces a lesser one.
PLAYING = const(0)
AT_REST = const(1)  # the tick asked for it
LOST = const(2)  # no contact
OVERCURRENT = const(3)
RAIL = const(4)
DRY = const(5)  # the guard itself was held up: the FIFO ran empty, or it saw no sample in time
DEAD = const(6)  # the tick did not renew the lease
OFF = const(7)

# The array: what was measured at the end of the last whole sample
COUNT = const(0)  # of samples that have ended
I = const(1)  # noqa: E741  the monitor's name
VB = const(2)
VT = const(3)
BRIDGE = const(4)
SPAN = const(5)
HALF = const(6)
LATE = const(7)  # samples in a row that were not measured: the next one had begun
PLUS = const(8)  # sums, 28 bits each: samples, I, VB, VT
MINUS = const(12)
# what is so now
TRIP = const(16)
SINCE = const(17)  # samples since it was set
LEASE = const(18)  # samples left
GATE = const(19)  # ALIVE's bit, 0 = no edges
# limits, in counts
I_MOST = const(20)
VB_LEAST = const(21)
VT_LEAST = const(22)
DROP_MOST = const(23)  # VT - VB
ZERO = const(24)  # VT - VB crowbarred
DROP_Q16 = const(25)  # VT - VB of RP1, RP2 and the bridge, per span
STORED_Q16 = const(26)  # most that the skin may hold at a swap, per span of the phase
STORED_BASE = const(27)
CODE_MOST = const(28)
SEEN = const(29)  # COUNT at the tick's last look
# the period that is played and, in the same order, the next one
AMPLITUDE = const(32)  # span at magnitude 1
FLOOR = const(33)  # least span while the bridge drives
FIRST = const(34)
SECOND = const(35)
PLUS_OFFSET = const(36)  # codes
MINUS_OFFSET = const(37)
N = const(38)
WATCHED = const(39)
NEXT = const(8)  # from a word of this period to that of the next
READY = const(48)  # the next one is whole
# where the feed stands
AT = const(49)
FED_HALF = const(50)
FED_BRIDGE = const(51)
FED_SPAN = const(52)
RESTS = const(53)
FED = const(54)
BATTERY = const(55)  # counts
RING = const(56)  # of the last 8 words: span | half << 15
# addresses and values for them
_ADC = const(64)
_GPIO_IN = const(65)
_GPIO_XOR = const(66)
_RUN_CTRL = const(67)
_FLEVEL = const(68)
_TX = const(69)
_CTRL = const(70)
_SHIFT_XOR = const(71)
_FJOIN = const(72)
_SAFE = const(73)
_CS = const(74)
_PA_SHIFT = const(75)
_CONVERT = const(76)  # four words: convert I, VB, VT, the battery once
_MICROS = const(80)
_VBUS = const(81)
_LOOKED_US = const(82)
_WORDS = const(83)

_US = const(0x3FFFFFFF)  # a small integer too; half of it is nine minutes

_SUM = const(0xFFFFFFF)  # 28 bits: a small integer wherever it is read
_DONE = const(0x100)  # READY of the ADC's CS
_HOLD = const(0b1001001 << 7)  # times a bridge state: the same in all three places

_SIO = const(5)  # functions of a pin: RP2040 data sheet 1.4.3, RP2350 1.2.3
_PIO0 = const(6)
_DEPTH = const(3)  # words queued: a guard that is held up for less than 2 ms is not missed
_LATE_MOST = const(2)
_RESTS_MOST = const(50)
_SET = const(0x2000)  # alias of a register that sets bits, and that clears them
_CLEAR = const(0x3000)
_BATTERY_MV_Q10 = const(3 * 3300 * 1024 // 4096)  # VSYS / 3 (Pico data sheet, 2.1)
_DRAIN = const(8)  # safe words after off, then the state machine stops


class Guard:
    """One output. `sample` is the IRQ's handler; the others are the tick's."""

    def __init__(self, pins: "Pins", chip: "registers.Registers") -> None:
        self.state = state = array("i", [0] * _WORDS)
        self.phase_q15 = array("H", [0])
        self.next_phase_q15 = self.phase_q15
        pio = chip.pio0
        bank = chip.io_bank0
        state[TRIP] = OFF
        state[_ADC] = chip.adc
        state[_GPIO_IN] = _signed(chip.gpio_in)
        state[_GPIO_XOR] = _signed(chip.gpio_out_xor)
        state[_RUN_CTRL] = bank + registers.GPIO_CTRL + registers.GPIO_STRIDE * pins.run
        state[_FLEVEL] = pio + registers.PIO_FLEVEL
        state[_TX] = pio + registers.PIO_TXF0
        state[_CTRL] = pio + registers.PIO_CTRL
        state[_SHIFT_XOR] = pio + registers.PIO_SM0_SHIFTCTRL + registers.XOR
        state[_FJOIN] = registers.FJOIN_TX
        state[_SAFE] = SAFE_WORD
        state[_CS] = 1 << pins.cs
        state[_PA_SHIFT] = pins.pa
        state[_VBUS] = 1 << pins.vbus
        state[_MICROS] = chip.micros
        for k, gpio in enumerate((pins.adc_i, pins.adc_vb, pins.adc_vt, pins.adc_battery)):
            state[_CONVERT + k] = (gpio - 26) << 12 | 0b101  # AINSEL, START_ONCE, EN
        # Before the tick, which takes up to 2.2 ms: the guard may interrupt it.
        urgent = mem32[chip.priority] & ~(0xFF << chip.priority_shift)
        mem32[chip.priority] = urgent | 0x40 << chip.priority_shift

    @micropython.viper
    def kill(self, why: int) -> object:
        """RUN low in one store, then latch, then nothing queued: the next word is the safe one.

        RUN is low as a plain output under the state machine's function, from construction on.
        """
        s = ptr32(self.state)
        run = ptr32(s[_RUN_CTRL])
        run[0] = _SIO
        if s[TRIP] < why:
            s[TRIP] = why
        s[SINCE] = 0
        for k in range(RING, RING + 8):
            s[k] = 0
        join = ptr32(s[_SHIFT_XOR])
        bit = s[_FJOIN]
        join[0] = bit
        join[0] = bit

    @micropython.viper
    def go(self) -> object:
        """From a standstill, at the start of a period; 3 samples after a kill at the earliest."""
        s = ptr32(self.state)
        for k in range(AMPLITUDE, AMPLITUDE + NEXT):
            s[k] = 0  # crowbarred, until the next period is whole
        s[N] = 1
        for k in range(READY, RING + 8):
            s[k] = 0  # and not what was asked for before the standstill
        s[SINCE] = 0
        tx = ptr32(s[_TX])
        for _ in range(_DEPTH):
            tx[0] = s[_SAFE]
        s[FED] = _DEPTH
        s[LEASE] = LEASE_SAMPLES
        s[TRIP] = PLAYING
        run = ptr32(s[_RUN_CTRL])
        run[0] = _PIO0
        ctrl = ptr32(s[_CTRL] + _SET)
        ctrl[0] = 1

    @micropython.viper
    def look(self, sense: object) -> int:
        """The tick's: what was measured last, all of one sample, becomes the port's.

        Why nothing is played; DRY too when no sample has ended since the look before: then the
        guard is dead, and with it ALIVE. A store costs 2 us less here than in bytecode.
        """
        s = ptr32(self.state)
        clock = ptr32(s[_MICROS])
        now_us = clock[0] & _US
        sense.lap_us = (now_us - s[_LOOKED_US]) & _US
        s[_LOOKED_US] = now_us
        gpio = ptr32(s[_GPIO_IN])
        sense.usb = (gpio[0] & s[_VBUS]) != 0
        plus = ptr32(sense.plus)
        minus = ptr32(sense.minus)
        count = s[SEEN] - 1
        before = s[SEEN]
        while count != s[COUNT]:  # the guard came in between: look again
            count = s[COUNT]
            sense.i = s[I]
            sense.vb = s[VB]
            sense.vt = s[VT]
            sense.battery_mv = s[BATTERY] * _BATTERY_MV_Q10 >> 10
            sense.bridge = s[BRIDGE]
            sense.span = s[SPAN]
            sense.half = s[HALF]
            for k in range(4):
                plus[k] = s[PLUS + k]
                minus[k] = s[MINUS + k]
        s[SEEN] = count
        trip = int(s[TRIP])
        if trip <= LOST and count == before:
            return DRY
        return trip

    @micropython.viper
    def renew(self, first: int, second: int) -> object:
        """Extend the lease; the next period is whole, with these bridge states."""
        s = ptr32(self.state)
        s[LEASE] = LEASE_SAMPLES
        s[READY] = 0  # the guard may come in between: it keeps the period that it has
        s[FIRST + NEXT] = first
        s[SECOND + NEXT] = second
        s[READY] = 1

    @micropython.viper
    def sample(self, _sm: object) -> object:
        """A sample has ended: measure it, judge, feed. 65 us until the next reaches the DAC.

        One function: each call would cost 11 us of every sample.
        """
        s = ptr32(self.state)
        adc = ptr32(s[_ADC])
        s[BATTERY] = adc[1]  # converted since the last one
        adc[0] = s[_CONVERT]
        while not adc[0] & _DONE:
            pass
        i = adc[1]
        adc[0] = s[_CONVERT + 1]
        while not adc[0] & _DONE:
            pass
        vb = adc[1]
        adc[0] = s[_CONVERT + 2]
        while not adc[0] & _DONE:
            pass
        vt = adc[1]
        adc[0] = s[_CONVERT + 3]
        fifo = ptr32(s[_FLEVEL])
        level = fifo[0] & 15
        gpio = ptr32(s[_GPIO_IN])
        pins = gpio[0]
        s[COUNT] = (s[COUNT] + 1) & _SUM

        # Judge.
        why = 0
        if pins & s[_CS]:  # the next one is there: nobody knows which of the two this was
            s[LATE] += 1
            if s[LATE] > _LATE_MOST:  # fed, but blind
                why = DRY
        else:
            s[LATE] = 0
            played = s[RING + ((s[FED] - level - 2) & 7)]
            bridge = (pins >> s[_PA_SHIFT]) & 7
            s[I] = i
            s[VB] = vb
            s[VT] = vt
            s[BRIDGE] = bridge
            s[SPAN] = played & 0x7FFF
            s[HALF] = played >> 15
            if bridge == 5 or bridge == 6:
                k = PLUS if bridge == 6 else MINUS
                s[k] = (s[k] + 1) & _SUM
                s[k + 1] = (s[k + 1] + i) & _SUM
                s[k + 2] = (s[k + 2] + vb) & _SUM
                s[k + 3] = (s[k + 3] + vt) & _SUM
                if s[WATCHED]:
                    if vb < s[VB_LEAST] or vt - vb > s[DROP_MOST]:
                        why = LOST
                    if vt < s[VT_LEAST]:  # and the limiter works: VB is on ground, not in the air
                        why = RAIL
            if i > s[I_MOST]:
                why = OVERCURRENT
        s[SINCE] += 1
        trip = s[TRIP]
        if trip == PLAYING and level == 0:
            why = DRY
        if s[LEASE]:
            s[LEASE] -= 1
        else:
            why = DEAD
        if trip == OFF:
            if s[SINCE] > _DRAIN:
                ctrl = ptr32(s[_CTRL] + _CLEAR)
                ctrl[0] = 1
        elif why > trip:
            self.kill(why)
        elif trip <= LOST:
            xor = ptr32(s[_GPIO_XOR])
            xor[0] = s[GATE]
        if trip or why:
            level = _DEPTH  # nothing is fed

        # Feed. Amplitude, floor, offset and clamp of every code are here and nowhere else.
        tx = ptr32(s[_TX])
        while level < _DEPTH:
            level += 1
            at = s[AT]
            half = s[FED_HALF]
            if at + half == 0 and s[READY]:
                for k in range(AMPLITUDE, AMPLITUDE + NEXT):
                    s[k] = s[k + NEXT]
                self.phase_q15 = self.next_phase_q15
            last = s[FED_BRIDGE]
            bridge = s[FIRST + half]
            if bridge != last and (last == 5 or last == 6) and s[RESTS] < _RESTS_MOST:
                # The skin may hold a charge that would come back as a larger current.
                stored = s[VT] - s[VB] - s[ZERO] - ((s[SPAN] * s[DROP_Q16]) >> 16)
                if stored > ((s[FED_SPAN] * s[STORED_Q16]) >> 16) + s[STORED_BASE]:
                    s[RESTS] += 1
                    s[RING + (s[FED] & 7)] = (half ^ 1) << 15
                    s[FED] += 1
                    tx[0] = s[_SAFE] | last * _HOLD
                    continue
            phase = ptr16(self.phase_q15)
            span = (phase[at] * s[AMPLITUDE]) >> 15
            if bridge > 4 and span < s[FLOOR]:
                span = s[FLOOR]
            code = 0
            if span:
                code = span + s[PLUS_OFFSET if bridge == 6 else MINUS_OFFSET]
            if code < 0:
                code = 0
            if code > s[CODE_MOST]:
                code = s[CODE_MOST]
            lines = bridge * _HOLD
            if bridge != last:  # through RUN low (hardware.md section 9, trap 6)
                lines = (last & 3) << 13 | (bridge & 3) << 10 | bridge << 7
            s[RING + (s[FED] & 7)] = span | half << 15
            s[FED] += 1
            tx[0] = s[_SAFE] | code << 16 | lines
            s[FED_BRIDGE] = bridge
            s[FED_SPAN] = span
            s[RESTS] = 0
            at += 1
            if at == s[N]:
                at = 0
                s[FED_HALF] = half ^ 1
            s[AT] = at


def _signed(address: int) -> int:
    """The same 32 bits as the array holds them."""
    return address - (1 << 32) if address >> 31 else address


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from galva.core.board import Pins

    def ptr32(_address: object) -> Any:  # noqa: ANN401
        """Viper's pointer to 32-bit words: of a buffer, or at an address."""

    def ptr16(_buffer: object) -> Any:  # noqa: ANN401
        """Viper's pointer to 16-bit words."""
