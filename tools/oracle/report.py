"""docs/oracle.md: what was run where, how far it agrees, what was mended, what is not seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tools.oracle import engine, pio
from tools.oracle.compare import Compared
from tools.oracle.rig import JS, PY
from tools.sheets import Sheet, table

PIOEMU = "rp2040-pio-emulator"
VERSIONS = {PY: "rp2040py 0.3.6", JS: "rp2040js 1.4.1", PIOEMU: "rp2040-pio-emulator 0.88.0"}
_HEADS = ("part", "frames", "with current", "most code", f"{PY} = {JS}", "cycles between frames")
_NOT = (
    "the instants: the two processors differ by some cycles, so that a person's press is seen "
    "some ms apart; a part begins with its own first frame, and STOP follows the same one",
    "pads that are not the output's: light, buzzer, screen (there is none), ALIVE and HV_EN; but "
    "the model of the front end hears ALIVE and HV_EN, and its answers decide what is sent",
    "boot.py's one frame by the SPI block: neither emulator drives pins with it",
    "the front end: one model, in Python, answers both; its noise is off",
    "flash: what it takes to erase and program has no time on rp2040js, and nothing is written "
    "while current flows",
    "what both lack: XIP cache, bus contention, clocks, brown-out, anything analog",
)


@dataclass
class Results:
    """not_run: why what needs rp2040js has no figures, "" = it has."""

    sessions: list[Compared] = field(default_factory=list)
    engine: list[Compared] = field(default_factory=list)
    shims: dict[str, str] = field(default_factory=dict)
    edges: int = 0
    acts: int = 0
    edge_difference: str = ""
    not_run: str = ""

    @property
    def differences(self) -> list[str]:
        """All of them, with their place."""
        found = [(each.name, each.difference) for each in (*self.sessions, *self.engine)]
        found.append(("PIO program", self.edge_difference))
        return [f"{name}: {words}" for name, words in found if words]


def rows(compared: Sequence[Compared]) -> list[tuple[str, ...]]:
    """One a part."""
    return [
        (
            _title(each),
            str(each.counts[0]) if len(set(each.counts)) == 1 else f"{each.counts}",
            str(each.driven),
            str(each.most_code),
            each.difference or "all",
            "; ".join(f"{least} to {most}" for least, most in dict.fromkeys(each.gaps)),
        )
        for each in compared
    ]


def sheet(results: Results) -> Sheet:
    """All of them, for the terminal."""
    agree = results.edge_difference or "all agree, to the cycle"
    note = f"The PIO program on {PIOEMU}: {results.edges} edges: {agree}"
    return Sheet("Words", _HEADS, rows((*results.sessions, *results.engine)), note)


def _title(each: Compared) -> str:
    return f"{each.name}: {', '.join(each.states)}" if each.states else each.name


def markdown(results: Results) -> str:
    """The page."""
    found = results.differences
    verdict = f"{len(found)} differ: {'; '.join(found)}." if found else "No difference."
    if results.not_run:
        verdict = f"Parts were not run. {verdict}"
    return "\n".join(
        [
            "# The same firmware on other emulators",
            "",
            f"Written by `make oracle`. {', '.join(VERSIONS.values())}; measured in emulation, "
            f"never on hardware. {verdict}",
            "",
            "All other figures of this repository come from rp2040py and the shims of "
            "tools/emulator. Here two more emulators, made by others, are asked: does the same "
            "image send the same words to the DAC and the bridge?",
            f"How independent they are: {PY} is a port of {JS}, so that an error which it took "
            f"over shows in neither, and the PIO's time on {JS} is this repository's own shim. "
            f"{PIOEMU} shares nothing with them.",
            "",
            *_page("The whole application", _SESSIONS, results.sessions, results.not_run),
            *_page(
                "The output engine alone", engine.__doc__ or "", results.engine, results.not_run
            ),
            *_pio(results),
            *_shims(results),
            "## Not compared",
            "",
            *(f"- {each}." for each in _NOT),
            "",
        ]
    )


_SESSIONS = (
    "The stock MicroPython image and the file system of a deployed board, both byte for byte the "
    "same, from power-on: the self-test with the electrodes in the air, then a session of each "
    "mode on the model of skin `good`, by its buttons. A frame: its 16 bits as CS, SCK and MOSI "
    "show them at the pins, and each state of RUN, PB, PA from CS up to the next CS up, in order."
)


def _page(title: str, what: str, compared: Sequence[Compared], not_run: str) -> list[str]:
    told = table(_HEADS, rows(compared)) if compared else f"not run: {not_run}\n"
    return [f"## {title}", "", " ".join(what.split()), "", told]


def _pio(results: Results) -> list[str]:
    agree = results.edge_difference or f"{PY} = {PIOEMU} in all, to the cycle of 125 MHz"
    return [
        "## The PIO program",
        "",
        f"The output engine's run above on {PY}: what the processor did to state machine 0 "
        f"(words put, FIFO flushed, started, stopped, RUN's pad taken away) is done to {PIOEMU}, "
        "with the opcodes that MicroPython's assembler wrote into the PIO. Compared: the instant "
        "and the six pins of every edge. Taken over: the first two edges after each start. The "
        "tests do the same with random words and moments.",
        "",
        table(("done to it", "edges", "agree"), [(results.acts, results.edges, agree)]),
    ]


def _shims(results: Results) -> list[str]:
    sides = ((JS, results.shims), (PIOEMU, pio.SHIMS))
    mended = [(side, name, what) for side, shims in sides for name, what in shims.items()]
    where = (
        f"`tools/oracle/js` and `tools/oracle/pio.py`; those of {PY} are in `tools/emulator/shims`"
    )
    return [
        "## What was mended in them, from outside",
        "",
        f"In {where}.",
        "",
        table(("emulator", "shim", "what it does without"), mended),
        *([f"{JS}: not run: {results.not_run}\n"] if results.not_run else []),
    ]
