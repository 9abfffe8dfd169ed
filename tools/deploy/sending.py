"""Files to a board, many with one mpremote, each told when it begins."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

from tools.cli.remote import Remote
from tools.deploy.plan import missing_folders
from tools.deploy.scripts import PART
from tools.problems import Failed

_SILENCE_S = 120.0  # a file of 20 kB takes 5
Heard = Callable[[str], None]


def send(remote: Remote, content: dict[str, bytes], folders: Iterable[str], heard: Heard) -> None:
    """Write each file as its part. folders: those that exist. heard(path): it begins. Problem."""
    if not content:
        return
    with tempfile.TemporaryDirectory() as there:
        commands = list(_commands(content, folders, Path(there)))
        _stream(remote, commands, heard)


def _commands(content: dict[str, bytes], there: Iterable[str], stage: Path) -> Iterator[str]:
    """mpremote's words: missing folders first, then a copy for each file."""
    missing = [":" + folder for folder in missing_folders(content, there)]
    if missing:
        yield from ("fs", "mkdir", *missing, "+")
    for number, (path, data) in enumerate(content.items()):
        local = stage / str(number)
        local.write_bytes(data)
        yield from ("fs", "cp", "-f", str(local), f":{path}{PART}", "+")
    yield from ("exec", "pass")


def _stream(remote: Remote, commands: list[str], heard: Heard) -> None:
    """As Remote.do, with its lines as they come. Failed: none came for _SILENCE_S."""
    told = (sys.executable, "-u", "-m", "mpremote", "connect", remote.port, "resume", *commands)
    program = subprocess.Popen(
        told, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    lines: SimpleQueue[str | None] = SimpleQueue()
    threading.Thread(target=_read, args=(program, lines), daemon=True).start()
    printed = []
    try:
        while (line := lines.get(timeout=_SILENCE_S)) is not None:
            printed.append(line)
            if line.startswith("cp "):
                heard(line.rpartition(" :")[2].removesuffix(PART))
    except Empty:
        late = f"no answer for {_SILENCE_S:.0f} s: unplug it, plug it in, deploy again"
        raise Failed(f"{remote.port}: {late}") from None
    finally:
        program.kill()
        status = program.wait()
    if status > 0:
        raise remote.problem("\n".join(printed))


def _read(program: subprocess.Popen[bytes], lines: "SimpleQueue[str | None]") -> None:
    """Each line that it prints, then None."""
    assert program.stdout
    for raw in program.stdout:
        lines.put(raw.decode(errors="replace").strip())
    program.wait()
    lines.put(None)
