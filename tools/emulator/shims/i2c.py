"""I2C: an abort must raise TX_EMPTY, and a byte takes nine clocks on the wire.

rp2040py 0.3.6 does neither: a write to an absent address times out after 50 ms instead of failing
at once, and the transactions after it get stale errors; transfers take no time.
"""

from typing import Any

_TX_EMPTY = 1 << 4
_CLOCK_HZ = 125e6


def _mend_abort(i2c: Any) -> None:
    stock = i2c._abort

    def abort(reason: int) -> None:
        stock(reason)
        i2c._set_interrupts(_TX_EMPTY)

    i2c._abort = abort


def abort_empties(chip: Any) -> None:
    """Both blocks: an abort flushes the FIFO and says so."""
    for i2c in chip.mcu.i2c:
        _mend_abort(i2c)


class I2cBus:
    """One bus with devices by address: `devices[0x3C] = device` with start, write, read, stop.

    A device taken out of `devices` is unplugged.
    """

    def __init__(self, mcu: Any, index: int) -> None:
        self.devices: dict[int, Any] = {}
        self._i2c = i2c = mcu.i2c[index]
        self._address = 0
        self._held = False
        self._todo: Any = None
        self._alarm = mcu.clock.create_alarm(self._fire)
        i2c.on_start = lambda _repeated: self._after(1, i2c.complete_start)
        i2c.on_connect = self._connect
        i2c.on_write_byte = self._write
        i2c.on_read_byte = self._read
        i2c.on_stop = lambda: self._after(1, self._stop)

    def hold(self, held: bool) -> None:
        """A line is stuck low: nothing moves until it is let go of."""
        self._held = held
        if not held and self._todo:
            self._after(1, self._todo)

    @property
    def _device(self) -> Any:
        return self.devices.get(self._address)

    def _bit_ns(self) -> float:
        cycles = self._i2c.scl_high_period + self._i2c.scl_low_period
        return float(max(cycles, 1) / _CLOCK_HZ * 1e9)

    def _after(self, bits: int, call: Any) -> None:
        self._todo = call
        if not self._held:
            self._alarm.schedule(bits * self._bit_ns())

    def _fire(self) -> None:
        call, self._todo = self._todo, None
        call()

    def _connect(self, address: int, mode: int) -> None:
        self._address = address

        def answer() -> None:
            if self._device:
                self._device.start(bool(mode))
            self._i2c.complete_connect(self._device is not None)

        self._after(9, answer)

    def _write(self, value: int) -> None:
        self._after(9, lambda: self._i2c.complete_write(self._acknowledged(value)))

    def _acknowledged(self, value: int) -> bool:
        return bool(self._device and self._device.write(value))

    def _read(self, _ack: bool) -> None:
        self._after(9, lambda: self._i2c.complete_read(self._device.read()))

    def _stop(self) -> None:
        if self._device:
            self._device.stop()
        self._i2c.complete_stop()


def wire_time(chip: Any) -> None:
    """Put a bus on both blocks: chip.i2c_buses."""
    chip.i2c_buses = [I2cBus(chip.mcu, index) for index in (0, 1)]
