"""USB: an armed bulk-OUT endpoint without data must NAK.

rp2040py 0.3.6 answers it at once with an empty packet, so the firmware takes a USB interrupt every
28 us for ever and an idle chip never idles.
"""

from typing import Any

from rp2040py.usb.cdc import USBCDC


class NakCdc(USBCDC):
    """The CDC host that waits until it has something to say."""

    def __init__(self, usb: Any) -> None:
        super().__init__(usb)
        self._parked: int | None = None
        self._answer = usb.on_endpoint_read
        usb.on_endpoint_read = self._on_read

    def _on_read(self, endpoint: int, size: int) -> None:
        if endpoint == self._out_endpoint and self.tx_fifo.empty:
            self._parked = size
        else:
            self._answer(endpoint, size)

    def kick(self) -> None:
        """There is data now: answer what was parked."""
        if self._parked is not None and not self.tx_fifo.empty:
            size, self._parked = self._parked, None
            self._answer(self._out_endpoint, size)

    def _on_controller_reset(self) -> None:
        self._parked = None
        super()._on_controller_reset()


def nak_empty_endpoint(chip: Any) -> None:
    """Give the chip a host that NAKs."""
    chip.cdc = NakCdc(chip.mcu.usb_ctrl)
