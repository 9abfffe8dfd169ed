"""ngspice's raw file, and what is told when it fails."""

import numpy as np
import pytest

from tools.fmea import spice
from tools.fmea.spice import SpiceError, parsed

HEAD = """Title: x
Plotname: Transient Analysis
Flags: real
No. Variables: 3
No. Points: 2
Variables:
\t0\ttime\ttime
\t1\ti(vload)\tcurrent
\t2\tv(vt)\tvoltage
Binary:
"""


def test_a_raw_file_becomes_arrays() -> None:
    rows = np.array([[0.0, 1e-4, 17.0], [2e-3, 3e-4, 15.0]])
    waves = parsed(HEAD.encode() + rows.tobytes())
    assert waves.t_s.tolist() == [0.0, 2e-3]
    assert waves.of["v(vt)"].tolist() == [17.0, 15.0]
    assert waves.at("i(vload)", 1.0) == pytest.approx(2e-4)


def test_a_row_that_was_cut_is_left_out() -> None:
    rows = np.array([0.0, 1e-4, 17.0, 2e-3, 3e-4])
    assert parsed(HEAD.encode() + rows.tobytes()).t_s.tolist() == [0.0]


def test_a_text_file_is_refused() -> None:
    with pytest.raises(SpiceError, match="without a binary part"):
        parsed(HEAD.replace("Binary", "Values").encode())


def test_without_ngspice_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SpiceError, match=r"apt install ngspice.*brew install ngspice"):
        spice.run("deck")


def test_a_deck_that_ngspice_cannot_read_names_itself() -> None:
    with pytest.raises(SpiceError, match=r"^no such model"):
        spice.run("no such model\nQ1 1 2 0 NONE\nV1 1 0 1\n.tran 1u 1m\n.end\n")
