"""Starts a MicroPython on one portable test file and reads what each function came to."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

from tools import ROOT
from tools.static.sources import import_paths

HERE = Path(__file__).parent
PORTABLE = ROOT / "host_tests" / "portable"
BIN = ROOT / ".venv" / "bin"
WASM = (
    ROOT / ".venv" / "node" / "node_modules" / "@micropython" / "micropython-webassembly-pyscript"
)
LIMIT_S = 120
_FAILED = re.compile(r"^FAIL (\w+)\n(.*?)^END \1$", re.MULTILINE | re.DOTALL)


def functions(file: Path) -> list[str]:
    """The test functions of a file, without running it."""
    body = ast.parse(file.read_text()).body
    names = [node.name for node in body if isinstance(node, ast.FunctionDef)]
    return [name for name in names if name.startswith("test_")]


def _folders() -> list[Path]:
    return [PORTABLE, HERE, *(path for path in import_paths() if path != ROOT)]


def _code(module: str, folders: list[str]) -> str:
    path = f"import sys\nsys.path[:0] = {folders!r}\n"
    return path + f"import run_portable\nrun_portable.run({module!r})"


def unix(module: str) -> list[str]:
    """The command for the 64-bit unix port."""
    code = _code(module, [str(path) for path in (*_folders(), ROOT)])  # boards/
    return [str(BIN / "micropython"), "-X", "heapsize=1M", "-c", code]


def wasm(module: str) -> list[str]:
    """The command for the WebAssembly port: 31-bit small ints and 2**30 ticks, like a board."""
    places = {path: f"/{number}" for number, path in enumerate(_folders())}
    places[ROOT / "boards"] = "/boards"
    copies = [f"{path}={place}" for path, place in places.items()]
    node = [str(BIN / "node"), str(HERE / "wasm.mjs"), str(WASM / "micropython.mjs")]
    return [*node, _code(module, [*places.values(), "/"]), *copies]


VMS = {"unix": unix, "wasm": wasm}


class VmError(Exception):
    """The VM did not start, did not end or did not say what came of a file."""


def verdicts(said: str) -> dict[str, str]:
    """What run_portable printed: function name -> "" for a pass, else the traceback."""
    found = {name: "" for name in re.findall(r"^PASS (\w+)$", said, re.MULTILINE)}
    found |= dict(_FAILED.findall(said))
    if not re.search(rf"^DONE {len(found)}$", said, re.MULTILINE):
        raise VmError(f"it stopped before the end:\n{said}")
    return found


@cache
def results(vm: str, file: Path) -> dict[str, str]:
    """Run a file once in a VM (unix, wasm); what each function came to. VmError if it cannot."""
    command = VMS[vm](file.stem)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise VmError(f"{vm}: {error}") from error
    return verdicts(done.stdout + done.stderr)
