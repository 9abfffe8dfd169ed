"""mypy --strict: device code with the stubs of each port, then host code (`make typecheck`)."""

import os
import subprocess
import sys
from pathlib import Path

from tools import ROOT, command
from tools.static.sources import device_files, import_paths

PORTS = ("rp2", "esp32")
TYPINGS = ROOT / ".venv" / "typings"
STUBS = ROOT / "tools" / "static" / "stubs"
CACHE = ROOT / "build" / "mypy"
HOST_TREES = ("tools", "host_tests")


def mypy(*arguments: str | Path, path: str = "") -> int:
    """Run mypy at the root of the repository and give its exit code."""
    command = [sys.executable, "-m", "mypy", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"MYPYPATH": path}).returncode


def _joined(places: list[Path]) -> str:
    return os.pathsep.join(str(place) for place in places)


def on_port(port: str) -> int:
    """Check the device files of one port (rp2, esp32) against its stubs."""
    typings = TYPINGS / port
    backends = ROOT / "firmware" / "galva" / "hal"
    others = [backends / other for other in PORTS if other != port]
    files = [f for f in device_files() if not any(f.is_relative_to(other) for other in others)]
    places = [STUBS, *import_paths(), typings]
    return mypy(
        *("--config-file", ROOT / "tools" / "static" / "device-mypy.ini"),
        *("--custom-typeshed-dir", typings, "--cache-dir", CACHE / port),
        *files,
        path=_joined(places),
    )


def main() -> int:
    """Exit code: 0 when neither port nor the host code has an error. NoFiles."""
    failed = 0
    for port in PORTS:
        print(f"device code, {port} stubs: ", end="", flush=True)
        failed |= on_port(port)
    print("host code: ", end="", flush=True)
    return failed | mypy(*HOST_TREES, path=_joined(import_paths()))


if __name__ == "__main__":
    sys.exit(command.run("typecheck", main))
