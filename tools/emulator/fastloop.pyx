# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""CPU and clock only, compiled against the .pxd files that rp2040py ships; same bits as its loop.

The PIO is driven by clock alarms (shims/pio.py), so nothing else needs stepping.
"""
from rp2040py.native._cortex_m0_core cimport CortexM0Core
from rp2040py.native._rp2040 cimport RP2040
from rp2040py.native._simulation_clock cimport ClockAlarm, SimulationClock

from rp2040py.sio import RPSIO


def run(RP2040 chip, SimulationClock clock, double until_ns):
    cdef CortexM0Core core = chip.core
    cdef ClockAlarm alarm
    cdef double t
    while clock._nanos_counter < until_ns:
        alarm = clock._next_alarm
        if core.waiting:
            if alarm is None or alarm.nanos > until_ns:
                clock._nanos_counter = until_ns
                return
            clock.tick(alarm.nanos - clock._nanos_counter)
        else:
            t = clock._nanos_counter + core.execute_instruction() * 8.0
            alarm = clock._next_alarm
            if alarm is None or alarm.nanos > t:
                clock._nanos_counter = t
            else:
                clock.tick(t - clock._nanos_counter)


class FastSio(RPSIO):
    """The hardware divider without a walk through every other register first.

    MicroPython divides at each look-up of a name; same results and cycles as the stock block.
    """

    def read_uint32(self, offset):
        cdef int at = offset
        if at == 0x70:
            self.div_csr &= ~0b10
            return self.div_quotient
        if at == 0x74:
            return self.div_remainder
        if at == 0x78:
            return self.div_csr
        return RPSIO.read_uint32(self, offset)

    def write_uint32(self, offset, value):
        cdef int at = offset
        if at == 0x60:
            self.div_dividend = value
            self._divide()
        elif at == 0x64:
            self.div_divisor = value
            self._divide()
        else:
            RPSIO.write_uint32(self, offset, value)

    def _divide(self):
        cdef unsigned int dividend = <unsigned int>(self.div_dividend & 0xFFFFFFFF)
        cdef unsigned int divisor = <unsigned int>(self.div_divisor & 0xFFFFFFFF)
        cdef CortexM0Core core
        if divisor == 0:
            self.update_hardware_divider(False)
            return
        self.div_quotient = dividend // divisor
        self.div_remainder = dividend % divisor
        self.div_csr = 0b11
        core = self.rp2040.core
        core.cycles += 8
