"""What the core and the application need from hardware. Typing only: not copied to the device."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Generator
    from typing import Any, Protocol

    Sums = array[int] | list[int]
    Ticks = Any  # a moment of a counter that wraps: only Clock can subtract two

    class Wave(Protocol):
        """What is to be played: two phases with the same magnitudes, and what they ask for now.

        phase_q15: magnitudes 0..32768 of one phase, `n` samples of SAMPLE_MS each; the samples
        stay as they are while the wave is played. floor_ua: the least while the bridge drives.
        watched: a lost contact ends it at once; the contact probe is not, it may meet nothing.
        """

        phase_q15: array[int]
        n: int
        floor_ua: int
        watched: bool
        ua: int  # peak of the next period
        first: int  # bridge state of its first phase
        second: int  # of its second phase

        def next(self) -> None:
            """One tick later: new ua, first, second. Allocates nothing."""

    class Output(Protocol):
        """The current source. One object owns DAC, bridge and gate; nothing goes round it.

        What it plays is a lease: without `renew` the hardware ends in code 0 and RUN low.
        """

        def off(self) -> None:
            """Crowbar, gate open, rail off, code 0. Idempotent, cannot fail, legal in an IRQ."""

        def arm(self) -> None:
            """Rail on, bridge crowbarred, sample clock running, gate open."""

        def gate(self) -> None:
            """Close the gate: ALIVE's edges come for as long as the lease lives."""

        def line(self, line: int) -> None:
            """Self-test, gate open or into no skin: rail, ALIVE and limits (core.selftest)."""

        def rest(self) -> None:
            """Crowbarred at code 0 from this instant, armed; renews the lease."""

        def play(self, wave: Wave) -> None:
            """Begin a wave, or take over from another at the end of its period."""

        def renew(self, wave: Wave, trim: int) -> None:
            """Extend the lease; ua, first, second count from the next period on.

            trim: DAC codes added to the positive phase, or, below 0, to the negative one.
            """

        def reference(self, zero: int, rail: int) -> None:
            """VT - VB crowbarred, and VT with nothing drawn, in counts: what limits stand on."""

    Window = tuple[str, int, int, int, int, int, int, int, int, int, int, bool, str]
    Fields = tuple[tuple[str, str, int, int], ...]
    Table = tuple[Window, ...]

    class FrontEnd(Protocol):
        """core/afe_a.py, core/afe_b.py: their figures. What each is, is told in afe_a."""

        REGULATED: bool
        PEAK_UA: int
        CODE_LIMIT_UA: int
        TRIP_UA: int
        LOST_VB_MV: int
        LOST_DROP_MV: int
        NOTHING_OHM: int
        FIELDS: Fields
        TABLE: Table

    class Monitors(Protocol):
        """The three monitors, 12-bit counts, and sums of all samples with E1 positive: their
        number, I, VB, VT, each modulo 2**28."""

        i: int
        vb: int
        vt: int

        @property
        def plus(self) -> Sums: ...

    class Sense(Monitors, Protocol):
        """What was measured at the end of the last whole sample, and in sum since power-on."""

        sample_ms: int  # time that one sample of the sums stands for
        bridge: int  # the bridge's lines at that moment
        span: int  # DAC codes above the zero that this sample had
        half: int  # 0 in the first phase of a period, 1 in the second
        lost: bool  # the hardware ended a watched wave: no contact
        fault: int  # bits of core.faults that made the hardware stop
        usb: bool
        battery_mv: int
        lap_us: int  # since the sample() before

        @property
        def minus(self) -> Sums:
            """The same with E2 positive."""

        def sample(self) -> None: ...

    class Test(Protocol):
        """What the state SELF_TEST does: the self-test (core.selftest) or a hold (core.hold).

        alone: no session follows, it ends so; whole: the long one; watched: as of a Wave.
        """

        step: str
        part: str
        bridge: int
        ua: int
        line: int
        verdict: int
        alone: bool
        whole: bool
        watched: bool
        ends: int

        def add(self, sense: Sense) -> int:
            """One tick's samples: RUNNING, PASSED or FAILED. Allocates nothing."""

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

    class Screen(Protocol):
        """128 x 64 dots: 8 rows of 16 characters, of ASCII. Nothing here raises.

        A call takes 5 ms at most, a bus that is stuck 10 ms, once: then `there` is false and the
        others do nothing until `look` finds it again.
        """

        there: bool

        def look(self) -> None:
            """Is it there, again? What it shows stays, if it was."""

        def row(self, at: int, text: str, half: int) -> None:
            """Row 0..7 becomes this text. half: -1 as it is; 0, 1 the upper, the lower half of
            its first 8 characters in double size."""

        def light(self, on: bool) -> None:
            """Lit, or dark and asleep."""

    class Store(Protocol):
        """Files of this device; never written while the output is energised."""

        trouble: str  # what was wrong at the last read, one line; "" = nothing

        def read(self, name: str) -> str | None:
            """A text file's whole content, 8 KB at most; None with or without trouble."""

        def load(self, name: str, version: int, unit: str) -> dict[str, Any] | None:
            """The newest valid record of that name; None with or without trouble."""

        def save(self, name: str, record: dict[str, Any]) -> None:
            """Keep it beside the last one. OSError: that one is untouched."""

        def piece(self, name: str, at: int, most_bytes: int) -> bytes:
            """The line that begins at this byte, cut after most_bytes; b"" at the end. OSError."""

        def pieces(self, name: str, most_bytes: int) -> Generator[bytes, None, None]:
            """All lines of a file, cut as by `piece`: it stays open until the last. OSError."""

        def append(self, name: str, text: str) -> None:
            """Add to the end of a file, or begin one. OSError: the file is untouched."""

        def replace(self, name: str, text: str) -> None:
            """The whole content of a file, anew. OSError: the file is untouched."""

    class Link(Protocol):
        """Bytes from a host, lines to it. Neither ever waits."""

        name: str  # "usb", "uart"

        def read(self) -> bytes:
            """What has arrived, at most 64 bytes."""

        def line(self, text: str) -> bool:
            """Send the line; False: nobody takes it now, and nothing of it was sent."""

    class Console(Protocol):
        """All links: a line is dropped, never waited for, where nobody reads."""

        def line(self, text: str) -> None: ...

    class Clock(Protocol):
        """Free-running milliseconds and their difference across the wrap."""

        def ms(self) -> Ticks: ...

        def since_ms(self, then_ms: Ticks) -> int: ...

    class Calendar(Protocol):
        """Local time of day, for as long as the power stays on."""

        def seconds(self) -> int | None:
            """Since 2000-01-01 00:00; None: never set since power-on."""

        def set(self, seconds: int) -> None: ...

        def up_s(self) -> int:
            """Seconds since power-on."""

    class Watchdog(Protocol):
        """Resets the chip a second after the last `feed`; runs only while output may flow."""

        expired: bool  # it is why the device started this time

        def start(self) -> None: ...

        def feed(self) -> None: ...

        def stop(self) -> None:
            """No reset will come: idempotent, cannot fail."""
