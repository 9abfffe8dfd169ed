"""What the comparison says of records that differ: made-up ones, each wrong in one place."""

import pytest

from tools import ROOT
from tools.oracle import __main__ as command
from tools.oracle import compare, jobs, js_chip, report
from tools.oracle.pio import Edge
from tools.oracle.recorder import Recorder, Sample
from tools.oracle.report import Results
from tools.oracle.sessions import Part

pytestmark = pytest.mark.core
NAMES = "first", "second"
SAMPLES = [Sample(1000.0 * k, 0x3100 + k, 16, (0b110,)) for k in range(5)]


def changed(at: int, **what: object) -> list[Sample]:
    others = list(SAMPLES)
    others[at] = others[at]._replace(**what)  # type: ignore[arg-type]
    return others


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (changed(3, frame=0x3104), "sample 3: first 0x3103 in 16 bits, bridge 110, at 3000 us; "),
        (changed(2, lines=(0b010, 0b101)), "second 0x3102 in 16 bits, bridge 010 101"),
        (changed(2, bits=15), "second 0x3102 in 15 bits"),
        (SAMPLES[:4], "sample 4: only first goes on"),
        ([*SAMPLES, SAMPLES[0]], "sample 5: only second goes on"),
        (changed(4, t_us=9000.0), "after sample 3: only second stands still"),
    ],
)
def test_the_first_difference_is_said_with_its_place(theirs: list[Sample], said: str) -> None:
    assert said in compare.difference(NAMES, SAMPLES, theirs)


def test_a_jitter_is_told_and_is_no_difference() -> None:
    late = changed(2, t_us=2003.0)
    compared = compare.parts(NAMES, Part("a", (), SAMPLES), Part("a", (), late))

    assert compared.difference == ""
    assert compared.gaps == ((125_000, 125_000), (124_625, 125_375))
    assert "125000 to 125000; 124625 to 125375" in report.rows([compared])[0]


def test_other_states_are_a_difference() -> None:
    ours, theirs = Part("a", ("RUN", "IDLE"), SAMPLES), Part("a", ("RUN", "FAULT"), SAMPLES)
    said = compare.parts(NAMES, ours, theirs).difference

    assert said == "states: first RUN, IDLE; second RUN, FAULT"


def test_edges_differ_by_their_time_their_levels_or_their_number() -> None:
    edges = [Edge(100.0 * k, k) for k in range(4)]
    late = [*edges[:2], Edge(201.0, 2), edges[3]]

    assert compare.edges(NAMES, edges, list(edges)) == ""
    assert compare.edges(NAMES, edges, late).startswith("edge 2: first cycle 200, pins 000010;")
    assert compare.edges(NAMES, edges, edges[:3]) == "edge 3: only first goes on"


def test_a_frame_and_the_bridge_are_read_off_the_pins() -> None:
    recorder = Recorder()
    for t_us in (0.0, 1000.0, 2000.0):
        recorder.pin(t_us, "cs", 0)
        for k in range(16 if t_us else 15):
            recorder.bit(0x3ABC >> 15 - k & 1)
        recorder.pin(t_us + 65, "cs", 1)
        for after_us, role, level in ((67, "pa", 0), (67, "pb", 1), (69, "run", 1)):
            recorder.pin(t_us + after_us, role, level)
        recorder.pin(t_us + 69, "pa", 0)

    short, whole = recorder.samples
    assert (short.t_us, short.bits, short.lines) == (65.0, 15, (0b000, 0b010, 0b110))
    assert (whole.t_us, whole.frame, whole.bits, whole.lines) == (1065.0, 0x3ABC, 16, (0b110,))


def test_the_page_says_what_was_not_run_and_what_differs() -> None:
    page = report.markdown(Results(not_run="no node", edge_difference="edge 7: ..."))

    assert page.count("not run: no node") == 3
    assert "Parts were not run. 1 differ: PIO program: edge 7: ..." in page
    assert "No difference." in report.markdown(Results())


@pytest.mark.parametrize(("words", "code"), [("", 0), ("edge 7: ...", 1)])
def test_the_exit_code_is_1_on_a_difference(
    monkeypatch: pytest.MonkeyPatch, words: str, code: int
) -> None:
    results = Results(edge_difference=words)
    monkeypatch.setattr(jobs, "run", lambda *_args, **_named: results)

    assert command.main(short=True) == code


def test_without_node_one_line_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []

    def run(_out: object, *, short: bool, not_run: str) -> Results:
        told.append(not_run)
        return Results()

    monkeypatch.setattr(js_chip, "NODE", ROOT / "nowhere" / "node")
    monkeypatch.setattr(jobs, "run", run)

    assert command.main(short=True) == 0
    assert "rp2040js is not run: " in capsys.readouterr().out
    assert "nowhere/node not there: make setup" in told[0]
