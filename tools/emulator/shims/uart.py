"""UART: rp2040py 0.3.6 raises the TX interrupt again at each write to ICR, so that machine.UART()
never leaves its handler. Here it rises when a byte has gone out."""

from typing import Any

_DR = 0
_TX = 1 << 5


def _mend(uart: Any) -> None:
    def check_interrupts() -> None:
        pending = bool(uart._interrupt_status & uart._interrupt_mask)
        uart.rp2040.set_interrupt(uart.irq, pending)

    stock_write = uart.write_uint32

    def write_uint32(offset: int, value: int) -> None:
        stock_write(offset, value)
        if offset == _DR:
            uart._interrupt_status |= _TX
            check_interrupts()

    uart.check_interrupts = check_interrupts
    uart.write_uint32 = write_uint32


def quiet_tx_interrupt(chip: Any) -> None:
    """Mend both UARTs."""
    for uart in chip.mcu.uart:
        _mend(uart)
