"""What the engine, its rivals and the device measured, as tables of words."""

from collections.abc import Sequence

from tools.bench.charge import LOADS
from tools.bench.compare import COUNT_MS, MS, Result
from tools.bench.figures import NOMINAL, Stream
from tools.bench.on_chip import CODES, ENGINE, FIRST, HARD, SAVED_BYTES
from tools.bench.recorder import CYCLES_PER_US
from tools.sheets import Rows, Sheet, page

CONDITIONS = (
    "Measured in emulation, never on hardware: the real MicroPython image on an emulated RP2040 "
    "at 125 MHz (rp2040py 0.3.6 and the shims of tools/emulator; no XIP cache, no bus "
    "contention), its pins decoded cycle by cycle. The four ways drive the 10 kΩ dummy."
)
GC_TITLE = "Beside a loop that makes garbage and calls gc.collect()"
SAVE_TITLE = "While a settings file is saved"
CHARGE_TITLE = "Mean direct current over ten seconds"
_CHARGE_NOTE = (
    "Of whole periods, through the load. good, typical: gel on skin, 1 kΩ in series with two of "
    "2 kΩ ‖ 200 nF or 5 kΩ ‖ 100 nF (hardware.md section 4)."
)
STOPS_TITLE = "When the processor stops"
DEVICE_TITLE = "The device"
_GC_NOTE = (
    f"Each sends codes {FIRST} to {FIRST + CODES - 1} in turn at 1 kS/s for {MS} ms; a period is "
    f"from CS up to CS up, {NOMINAL} cycles at best; late: above 1.5 ms; lost: the time had room "
    f"for it. CPU: what a busy loop loses in {COUNT_MS} ms; the engine's guard also measures "
    "current and both voltages and judges them, every sample. Ratios: the engine is 1; its jitter "
    "is 0, so there the hard Timer is."
)
_SAVE_NOTE = (
    f"{SAVED_BYTES} bytes, once; the erase keeps the flash busy for 45 ms, and with it the "
    "processor. The device's own rule is to write no file while energised; this is what happens "
    "to whoever breaks it."
)
_STOPS_HEADS = ("where", "RUN low", "code 0", "relay open", "charge into 2 kΩ")
_STOPS_NOTE = (
    "A session at level 5; from then on the processor loops on one instruction, interrupts off "
    "unless it says otherwise. Charge: all that flows after that."
)


def ways(results: Sequence[Result]) -> list[Sheet]:
    """Both tables of the four ways; in the ratios the engine is 1, for jitter the hard Timer."""
    engine = next(result for result in results if result.way == ENGINE)
    timer = next(result for result in results if result.way == HARD)
    gc_rows = [_gc_row(result, engine, timer.gc.peak_to_peak) for result in results]
    save_rows = [_save_row(result, engine.save.most) for result in results]
    return [
        Sheet(GC_TITLE, _GC_HEADS, gc_rows, _GC_NOTE),
        Sheet(SAVE_TITLE, _SAVE_HEADS, save_rows, _SAVE_NOTE),
    ]


def stops(rows: Rows) -> list[Sheet]:
    """What the skin gets when the processor stops."""
    return [Sheet(STOPS_TITLE, _STOPS_HEADS, list(rows), _STOPS_NOTE)]


def charge(rows: Rows) -> list[Sheet]:
    """The mean of ten seconds."""
    return [Sheet(CHARGE_TITLE, ("mode, level 5", *LOADS), list(rows), _CHARGE_NOTE)]


def device(rows: Rows) -> list[Sheet]:
    """Boot, heap, tick."""
    return [Sheet(DEVICE_TITLE, ("what", "figure"), list(rows), "")]


_GC_HEADS = (
    ("way", "frames", "period, cycles", "peak to peak", "to hard Timer", "in order")
    + ("late", "lost", "longest hole", "to engine", "CPU", "to engine")
)  # fmt: skip


def _gc_row(result: Result, engine: Result, jitter: int) -> tuple[str, ...]:
    seen = result.gc
    return (
        result.way,
        str(seen.frames),
        f"{seen.least} to {seen.most}",
        _cycles(seen.peak_to_peak),
        f"{seen.peak_to_peak / jitter:.3g}",
        "yes" if seen.in_order else "NO",
        str(seen.late),
        str(seen.lost),
        f"{seen.hole_ms:.2f} ms",
        f"{seen.most / engine.gc.most:.3g}",
        f"{result.cpu:.1%}",
        f"{result.cpu / engine.cpu:.3g}",
    )


_SAVE_HEADS = ("way", "longest hole", "to engine", "current meanwhile", "jitter", "what it is")


def _save_row(result: Result, most: int) -> tuple[str, ...]:
    seen = result.save
    return (
        result.way,
        f"{seen.hole_ms:.2f} ms",
        f"{seen.most / most:.3g}",
        "0 µA" if result.stop.safe else f"{seen.held_ua:.0f} µA",
        _cycles(seen.peak_to_peak),
        _fail_safe(result) if result.stop.safe else _hole(seen),
    )


def _fail_safe(result: Result) -> str:
    stop = result.stop
    words = "no word came twice" if result.save.in_order else "WORDS OUT OF ORDER"
    return (
        f"fail-safe stop: last live sample {stop.last_live_ms:.1f} ms, RUN low "
        f"{stop.run_low_ms:.1f} ms, code 0 {stop.code_0_ms:.1f} ms after the erase began; "
        f"{words}, and the current did not come back"
    )


def _hole(seen: Stream) -> str:
    burst_us = seen.least / CYCLES_PER_US
    return (
        f"a hole: the current stays on for {seen.hole_ms:.0f} ms with nobody watching; "
        f"then {burst_us:.0f} µs between two samples, {seen.lost} lost"
    )


def _cycles(cycles: int) -> str:
    return f"{cycles} cycles, {cycles / CYCLES_PER_US:.1f} µs" if cycles else "0 cycles"


def markdown(made: Sequence[Sheet]) -> str:
    """docs/bench.md."""
    title = "Galva beside other ways, another library and other stimulators"
    return page(title, f"Written by `make bench`. {CONDITIONS}", made)
