"""Time that passes at once on the emulated chip: its timer and what waits for it move together.

The firmware sees the clock jump and no tick late. What waits is the SDK's alarm pool: the one
armed alarm of the timer, and in RAM the 64-bit time of the same instant, from which the pool goes
on. Sleeps of asyncio are not moved: the application's loop wakes up to 20 ms early, once a leap.
"""

from tools.emulator.chip import Chip, ChipError

WRAP_US = 1 << 30  # of ticks_us
WRAP_MS = 1 << 30  # of ticks_ms
MOST_US = 1000 * (1 << 28)  # what waits by ticks_ms still finds itself in the past
_LOW = 0xFFFFFFFF
_CLEAR_US = (1000, 4000)  # to the next tick: none is at work, none is due
_TRIES = 50


def now_us(chip: Chip) -> int:
    """What the timer counts."""
    return int(chip.mcu.timer._micros())


def start_at(chip: Chip, us: int) -> None:
    """The timer counts this at power-on, and after each reset. Before the chip has run."""
    timer = chip.mcu.timer
    plain = timer.reset

    def reset() -> None:
        plain()
        timer._epoch_nanos -= 1000.0 * us

    timer.reset = reset  # type: ignore[method-assign]
    reset()


def leap(chip: Chip, us: int) -> None:
    """So much time passes (0..MOST_US). ChipError: what waits for it was not found."""
    if not 0 <= us <= MOST_US:
        raise ValueError(f"a leap of {us} us: 0 to {MOST_US}")
    at, due_us = _waiting(chip)
    timer, ram = chip.mcu.timer, chip.mcu.sram
    ram[at : at + 8] = (due_us + us).to_bytes(8, "little")
    timer._epoch_nanos -= 1000.0 * us
    for alarm in timer.alarms:
        if alarm.armed:
            alarm.target_micros = (alarm.target_micros + us) & _LOW


def _waiting(chip: Chip) -> tuple[int, int]:
    """(place in RAM, time in us) of the pool's next alarm."""
    for _ in range(_TRIES):
        armed = [alarm for alarm in chip.mcu.timer.alarms if alarm.armed]
        now = now_us(chip)
        if len(armed) == 1:
            due_us = now + (armed[0].target_micros - now & _LOW)
            ram = bytes(chip.mcu.sram)
            wanted = due_us.to_bytes(8, "little")
            if _CLEAR_US[0] <= due_us - now <= _CLEAR_US[1] and ram.count(wanted) == 1:
                return ram.index(wanted), due_us
        chip.run(0.7)
    raise ChipError("no single time in RAM is that of the timer's alarm: the image has changed")
