"""ngspice in batch, and its raw file as arrays."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.problems import Failed

Array = NDArray[np.float64]
HINT = "ngspice is not installed: apt install ngspice (Debian), brew install ngspice (macOS)"
TIMEOUT_S = 60


class SpiceError(Failed):
    """ngspice is missing, or does not come to the end of a deck: what, and the cure."""


@dataclass(frozen=True)
class Waves:
    """t_s (points,), rising, and each saved quantity by its name (points,), V or A."""

    t_s: Array
    of: dict[str, Array]

    def at(self, name: str, t_ms: float) -> float:
        """A quantity at an instant, between two points by a straight line."""
        return float(np.interp(t_ms * 1e-3, self.t_s, self.of[name]))


def require() -> None:
    """SpiceError with the way to install it unless there is ngspice."""
    if shutil.which("ngspice") is None:
        raise SpiceError(HINT)


def run(deck: str) -> Waves:
    """SpiceError when ngspice does not reach the end."""
    require()
    with tempfile.TemporaryDirectory(prefix="galva-fmea-") as folder:
        cir, raw = Path(folder) / "deck.cir", Path(folder) / "out.raw"
        cir.write_text(deck, encoding="utf-8")
        command = ["ngspice", "-n", "-b", "-r", str(raw), str(cir)]
        told = _ran(command)
        if not raw.exists() or told.returncode:
            raise SpiceError(f"{deck.partition(chr(10))[0]}: {_reason(told.stderr)}")
        waves = parsed(raw.read_bytes())
    end_s = _end_s(deck)
    if waves.t_s[-1] < 0.999 * end_s:
        raise SpiceError(f"{deck.partition(chr(10))[0]}: ends at {waves.t_s[-1] * 1e3:.3f} ms")
    return waves


def _ran(command: list[str]) -> "subprocess.CompletedProcess[str]":
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1"}
    try:
        return subprocess.run(
            command, capture_output=True, text=True, timeout=TIMEOUT_S, env=one_thread
        )
    except subprocess.TimeoutExpired as error:
        raise SpiceError(f"{command[-1]}: not at its end after {TIMEOUT_S} s") from error


def _reason(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if "rror" in line or "singular" in line]
    return lines[-1] if lines else "ngspice wrote no result"


def _end_s(deck: str) -> float:
    words = next(line for line in deck.splitlines() if line.startswith(".tran")).split()
    return float(words[2].removesuffix("m")) * 1e-3


def parsed(raw: bytes) -> Waves:
    """A raw file of one transient analysis, as ngspice writes it: text head, doubles."""
    head, mark, body = raw.partition(b"Binary:\n")
    lines = head.decode().splitlines()
    if not mark or not any(line.startswith("No. Variables") for line in lines):
        raise SpiceError("a raw file without a binary part: ngspice 39 or later writes one")
    count = int(next(line for line in lines if line.startswith("No. Variables")).split()[-1])
    at = lines.index("Variables:") + 1
    names = [line.split()[1] for line in lines[at : at + count]]
    table = np.frombuffer(body, dtype=np.float64)
    table = table[: len(table) // count * count].reshape(-1, count)
    return Waves(table[:, 0], {name: table[:, k] for k, name in enumerate(names)})
