"""A slice of `make oracle`: the output engine on three emulators, its ways to end among them."""

import pytest

from tools.oracle import compare, engine, pio
from tools.oracle.js_chip import missing
from tools.oracle.report import PIOEMU
from tools.oracle.rig import JS, PY

SLICE = ("lease runs out", "interrupts off, FIFO dry", "TIGHTEN")
REPLAYED_MS = 130  # of the PIO: the lease and the dry FIFO, which is where the FIFO matters


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_the_same_words_on_rp2040js_and_the_same_edges_on_pioemu() -> None:
    ours, theirs = (engine.play(emulator, SLICE) for emulator in (PY, JS))

    assert [part.name for part in theirs.record.parts] == list(SLICE)
    for a, b in zip(ours.record.parts, theirs.record.parts, strict=True):
        compared = compare.parts((PY, JS), a, b)
        assert compared.difference == ""
        assert compared.driven > 30 and compared.most_code > 200
    assert ours.program
    end = ours.acts[0].cycle
    end = next(act.cycle for act in ours.acts if act.kind == pio.GO) + 125_000 * REPLAYED_MS
    acts = [act for act in ours.acts if act.cycle < end] + [pio.Act(end, "")]
    seen = [edge for edge in ours.edges if edge.cycle < end]
    assert len([act for act in acts if act.kind == pio.STOP]) == 2
    assert len(seen) > 3000
    assert compare.edges((PY, PIOEMU), seen, pio.replay(ours.program, acts, seen)) == ""
