"""What the core and the application need from hardware. Typing only: not copied to the device."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    Ticks = Any  # a moment of a counter that wraps: only Clock can subtract two

    class Output(Protocol):
        """The current source. One object owns DAC, bridge and gate; nothing goes round it."""

        def off(self) -> None:
            """Crowbar, gate open, rail off, code 0. Idempotent, cannot fail, legal in an IRQ."""

        def rail(self) -> None:
            """Switch the 17.5 V rail on; the bridge stays crowbarred."""

        def drive(self, bridge: int, ua: int) -> None:
            """Magnitude ua (clamped) through the bridge state; 0 uA holds the output armed."""

        def alive(self) -> None:
            """One edge for the gate's charge pump: the relay holds while they keep coming."""

    class Sense(Protocol):
        """The last sample: three monitors in 12-bit counts, USB power, time since the last one."""

        i: int
        vb: int
        vt: int
        usb: bool
        lap_us: int

        def sample(self) -> None: ...

    class Ticker(Protocol):
        """The fixed tick. The callback gets one argument, which it ignores."""

        def start(self, callback: Callable[[object], None]) -> None: ...

        def stop(self) -> None: ...

    class Button(Protocol):
        """A raw contact: bounces and all."""

        def pressed(self) -> bool: ...

    class Signal(Protocol):
        """Light 0..255 per colour; tone in Hz, 0 = silent."""

        def light(self, red: int, green: int, blue: int) -> None: ...

        def tone(self, hz: int) -> None: ...

    class Console(Protocol):
        """The status link: a line is dropped, never waited for, when nobody reads."""

        def line(self, text: str) -> None: ...

    class Clock(Protocol):
        """Free-running milliseconds and their difference across the wrap."""

        def ms(self) -> Ticks: ...

        def since_ms(self, then_ms: Ticks) -> int: ...
