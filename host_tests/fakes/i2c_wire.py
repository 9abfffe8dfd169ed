"""The I2C bus of both chips: `machine.I2C` but for the pins it may have."""

from world import world

_EIO, _ETIMEDOUT = 5, 110


class I2C:
    """A write takes nine clocks a byte, in which timers run. world.i2c: address -> device."""

    absent = _EIO

    def __init__(self, block, *, sda, scl, freq, timeout=50_000):
        self.check(block, sda.gpio, scl.gpio)
        if not 0 < freq <= 400_000:
            raise ValueError("I2C at %r Hz" % (freq,))
        if timeout > 10_000:
            raise ValueError("the application would wait %r us for a stuck bus" % (timeout,))
        self._byte_ns = 9_000_000_000 // freq
        self._timeout_us = timeout

    def check(self, block, sda, scl):
        """ValueError unless the block reaches the pins."""
        raise NotImplementedError

    def writeto(self, address, buffer):
        world.note("i2c", "write", (address, bytes(buffer)))
        if world.i2c_held:
            world.advance(self._timeout_us)
            raise OSError(_ETIMEDOUT)
        world.advance(self._byte_ns // 1000)
        if address not in world.i2c:
            raise OSError(self.absent)
        world.i2c[address].start(False)
        for at, byte in enumerate(buffer):
            world.advance(self._byte_ns // 1000)
            if address not in world.i2c:  # unplugged meanwhile
                return at
            world.i2c[address].write(byte)
        if address in world.i2c:
            world.i2c[address].stop()
        return len(buffer)
