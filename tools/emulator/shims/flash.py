"""Flash: an erase or a program keeps the chip busy; rp2040py 0.3.6 does it in no time.

Typical W25Q16JV values, from memory: 45 ms a 4 KiB sector, 150 ms a 64 KiB block, 0.4 ms a page.
"""

from typing import Any

_BUSY_NS = {0x20: 45e6, 0xD8: 150e6, 0x02: 0.4e6}  # by command
_READ_STATUS = 0x05


def busy(chip: Any) -> None:
    """The status register shows BUSY for that long."""
    ssi, clock = chip.mcu.ssi, chip.mcu.clock
    stock_apply, stock_shift = ssi._apply_command, ssi._shift_byte
    until_ns = 0.0

    def apply_command() -> None:
        nonlocal until_ns
        command = ssi._tx_buffer[0] if ssi._tx_buffer else None
        enabled = ssi._write_enabled
        stock_apply()
        if enabled and command in _BUSY_NS:
            until_ns = clock.nanos + _BUSY_NS[command]

    def shift_byte(value: int) -> int:
        answer = int(stock_shift(value))
        reading = len(ssi._tx_buffer) > 1 and ssi._tx_buffer[0] == _READ_STATUS
        return answer | 1 if reading and clock.nanos < until_ns else answer

    ssi._apply_command = apply_command
    ssi._shift_byte = shift_byte
