"""Files to a board, many with one mpremote, each told when it begins."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from tools.cli.remote import Remote
from tools.deploy.scripts import PART

_S_PER_KB = 2.0  # at the very least 0.5 kB/s
_LEAST_S = 60.0
Heard = Callable[[str], None]


def send(remote: Remote, content: dict[str, bytes], folders: Iterable[str], heard: Heard) -> None:
    """Write each file as its part. folders: those that exist. heard(path): it begins. Problem."""
    if not content:
        return
    with tempfile.TemporaryDirectory() as there:
        commands = list(_commands(content, set(folders), Path(there)))
        seconds = _LEAST_S + _S_PER_KB * sum(map(len, content.values())) / 1024
        _stream(remote, commands, seconds, heard)


def _commands(content: dict[str, bytes], there: set[str], stage: Path) -> Iterator[str]:
    """mpremote's words: missing folders first, then a copy for each file."""
    parents = {str(up) for path in content for up in PurePosixPath(path).parents} - {"."}
    missing = [":" + folder for folder in sorted(parents - there)]
    if missing:
        yield from ("fs", "mkdir", *missing, "+")
    for number, (path, data) in enumerate(content.items()):
        local = stage / str(number)
        local.write_bytes(data)
        yield from ("fs", "cp", "-f", str(local), f":{path}{PART}", "+")
    yield from ("exec", "pass")


def _stream(remote: Remote, commands: list[str], seconds: float, heard: Heard) -> None:
    """As Remote.do, with its lines as they come."""
    told = (sys.executable, "-u", "-m", "mpremote", "connect", remote.port, "resume", *commands)
    program = subprocess.Popen(
        told, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    alarm = threading.Timer(seconds, program.kill)
    alarm.start()
    printed = []
    try:
        assert program.stdout
        for raw in program.stdout:
            line = raw.decode(errors="replace").strip()
            printed.append(line)
            if line.startswith("cp "):
                heard(line.rpartition(" :")[2].removesuffix(PART))
    finally:
        alarm.cancel()
        program.kill()
        program.wait()
    if program.returncode:
        raise remote.problem("\n".join(printed))
