"""The firmware's PIO program: rp2040py with the repository's shim, against rp2040-pio-emulator."""

from collections.abc import Sequence

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tools.oracle import block, compare, pio
from tools.oracle.pio import FLUSH, GO, PUT, STOP, Act, Edge
from tools.oracle.program import Program, assemble
from tools.oracle.recorder import Recorder, Sample

CYCLES = 125  # of the chip, for one of the PIO
SAMPLE = 1000 * CYCLES
NAMES = "rp2040py", "rp2040-pio-emulator"
SAFE, PLUS_100, MINUS_100 = 0x3000_0000, 0x3064_DB00, 0x3064_B680
HALF = 60  # of a cycle of the PIO, which begins at GO: nothing is done at its very instants
FLUSHED = 2 * SAMPLE + 100 * CYCLES + HALF


@pytest.fixture(scope="module")
def program() -> Program:
    return assemble()


def both(
    program: Program, acts: Sequence[Act], end: int, theirs: Program | None = None
) -> tuple[list[Edge], list[Edge]]:
    """The edges on either; `theirs` runs on the second."""
    seen = block.run(program, acts, end + HALF)
    done = [*acts, Act(end + HALF, "")]
    return seen, pio.replay(theirs or program, done, seen)


def decoded(edges: Sequence[Edge]) -> list[Sample]:
    """Times in cycles."""
    recorder = Recorder()
    levels = 1
    for cycle, new in edges:
        if new & ~levels & 2:
            recorder.bit(new >> 2 & 1)
        for k, role in enumerate(("cs", "sck", "mosi", "pa", "pb", "run")):
            if (new ^ levels) >> k & 1:
                recorder.pin(cycle, role, new >> k & 1)
        levels = new
    return recorder.samples


@st.composite
def deeds(draw: st.DrawFn) -> list[Act]:
    """Started with some words; then more words and flushes at any moment."""
    word = st.integers(0, 0xFFFFFFFF)
    acts = [Act(0, PUT, draw(word)) for _ in range(draw(st.integers(0, 3)))] + [Act(0, GO)]
    at = SAMPLE + HALF
    for gap in draw(st.lists(st.integers(0, 1500), max_size=6)):
        at += gap * CYCLES
        flush = draw(st.integers(0, 4)) == 0
        acts.append(Act(at, FLUSH) if flush else Act(at, PUT, draw(word)))
    return acts


QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink takes minutes


@settings(max_examples=20, deadline=None, phases=QUICK)
@given(acts=deeds())
def test_random_words_make_the_same_edges_to_the_cycle(program: Program, acts: list[Act]) -> None:
    seen, made = both(program, acts, int(acts[-1].cycle) + 2 * SAMPLE)

    assert len(seen) > 40
    assert compare.edges(NAMES, seen, made) == ""


def test_words_in_order_then_the_safe_word_each_1000_cycles_of_the_pio(program: Program) -> None:
    words = PLUS_100, MINUS_100
    acts = [*(Act(0, PUT, word) for word in words), Act(0, GO)]
    for edges in both(program, acts, 6 * SAMPLE):
        samples = decoded(edges)
        assert [each.frame for each in samples] == [0x3064, 0x3064, 0x3000, 0x3000, 0x3000]
        assert [each.bits for each in samples] == [16] * 5
        assert [each.lines[-1] for each in samples] == [0b110, 0b101, 0, 0, 0]
        times = [each.t_us for each in samples]
        assert times == [times[0] + k * SAMPLE for k in range(5)]


def test_a_flush_is_seen_one_sample_later(program: Program) -> None:
    acts = [*(Act(0, PUT, PLUS_100) for _ in range(8)), Act(0, GO), Act(FLUSHED, FLUSH)]
    for edges in both(program, acts, 6 * SAMPLE):
        assert [each.frame for each in decoded(edges)] == [0x3064] * 3 + [0x3000] * 2


def test_a_ninth_word_is_lost(program: Program) -> None:
    acts = [*(Act(0, PUT, PLUS_100) for _ in range(9)), Act(0, GO)]
    for edges in both(program, acts, 11 * SAMPLE):
        assert [each.frame for each in decoded(edges)] == [0x3064] * 8 + [0x3000] * 2


def test_stopped_the_pins_keep_their_levels_and_go_on_where_they_were(program: Program) -> None:
    stop, go = SAMPLE + 40 * CYCLES + HALF, 3 * SAMPLE  # in the middle of a frame
    acts = [*(Act(0, PUT, PLUS_100) for _ in range(3)), Act(0, GO), Act(stop, STOP), Act(go, GO)]
    seen, made = both(program, acts, 6 * SAMPLE)

    assert compare.edges(NAMES, seen, made) == ""
    assert not [edge for edge in made if stop < edge.cycle < go]
    assert [each.frame for each in decoded(made)][:3] == [0x3064] * 3


def test_a_changed_instruction_is_found_with_its_place(program: Program) -> None:
    opcodes = list(program.opcodes)
    place = program.start + 10  # out(pins, 3): RUN low for a swap
    assert opcodes[place] == 0x6503
    opcodes[place] = 0x6502
    broken = program._replace(opcodes=tuple(opcodes))
    acts = [Act(0, PUT, PLUS_100), Act(0, PUT, MINUS_100), Act(0, GO)]

    seen, made = both(program, acts, 3 * SAMPLE, broken)

    said = compare.edges(NAMES, seen, made)
    assert said.startswith("edge ")
    assert "rp2040py cycle" in said and "rp2040-pio-emulator cycle" in said
    assert decoded(made)[0].lines != decoded(seen)[0].lines
