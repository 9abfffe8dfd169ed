"""The MCP4821 on I2S: DMA sends frame after frame, exact to the clock, and no CPU does.

One DMA buffer is one sample: the port makes them 256 frames each (ports/esp32/machine_i2s.c), so
the frame rate is 256 kHz for samples of 1 ms. A buffer that nobody wrote holds zeros, and the
word 0 shuts the DAC down (DS22244, register 5-1): what was sent is all that is played.
"""
# viper knows no `-> None`.
# mypy: disable-error-code="return"

import select
from array import array

import micropython
from machine import I2S, Pin
from micropython import const

FRAMES = const(256)  # of a DMA buffer
BUFFERS = const(13)  # what is sent plays at most 13 samples later; the tick may be 12 ms late
_FRAME_BYTES = const(4)
_BYTES = const(1024)
_ACTIVE_GAIN_1X = const(0x3000)


def frame(word: int) -> int:
    """Stereo frame, left slot in bits 15..0, that gives the DAC this 16-bit word; bit 15 is 0.

    WS is /CS: low in the left slot, and its rising edge latches. I2S sends each slot one SCK after
    the edge of WS: what the DAC takes is the last bit of the right slot before (0), then the left
    slot without its last bit.
    """
    return word << 1


class DmaDac:
    """Sends samples until the ring of DMA buffers is full. Never stopped: see `send`."""

    def __init__(self, pins: "Pins", sample_ms: int) -> None:
        i2s = I2S(
            0,
            sck=Pin(pins.sck),
            ws=Pin(pins.cs),
            sd=Pin(pins.mosi),
            mode=I2S.TX,
            bits=16,
            format=I2S.STEREO,
            rate=FRAMES * 1000 // sample_ms,
            ibuf=BUFFERS * FRAMES * _FRAME_BYTES,
        )
        poll = select.poll()
        poll.register(i2s, select.POLLOUT)
        poll.poll(0)  # polled once, the port's write takes what there is room for and returns
        self._write = i2s.write
        self._block = array("I", [0] * FRAMES)
        self._code = -1

    def send(self, code: int) -> bool:
        """One sample of this code (0..4095); False while no buffer is free. Allocates nothing.

        `deinit` would stop the clock and leave the DAC at whatever it had: zeros go on for ever.
        """
        if code != self._code:
            _fill(self._block, frame(_ACTIVE_GAIN_1X | code))
            self._code = code
        sent = self._write(self._block)
        if sent and sent != _BYTES:
            raise OSError("I2S took part of a sample: its DMA buffers are not 1024 bytes")
        return bool(sent)


@micropython.viper
def _fill(block: object, value: int) -> object:
    """The same frame in all of a block: 256 stores, 10 us."""
    words = ptr32(block)
    for k in range(FRAMES):
        words[k] = value


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from galva.core.board import Pins

    def ptr32(_buffer: object) -> Any:  # noqa: ANN401
        """Viper's pointer to 32-bit words."""
