"""A real deploy in front of the emulated chip, and its flash at the moments where it is cut."""

import os
import random
import sys
import tempfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from littlefs import LittleFS, LittleFSError

from galva import VERSION
from tools import image as files
from tools.deploy.scripts import PART
from tools.emulator import disk
from tools.emulator.bridge import Done, ran
from tools.emulator.chip import FILES_AT
from tools.emulator.rig import EmulatedRig

ALONE_MS = 3000.0  # what the board still does after the cable is pulled
_END_AT = FILES_AT + disk.BLOCK * disk.BLOCKS
_CODE = b'VERSION = "'
OLD = "0.0.9"


def older(app: dict[str, bytes], source: dict[str, bytes], every: bool) -> dict[str, bytes]:
    """The same app as version OLD. every: each of its compiled files is another one.

    source: of the same board. A line more at the top changes the line numbers in a file.
    """
    changed = dict(app)
    for name, text in source.items():
        path = name.removesuffix(".py") + ".mpy"
        if path in app and (every or name == "galva/__init__.py"):
            old = text.replace(_CODE + VERSION.encode(), _CODE + OLD.encode())
            march = files.march_of(app[path])
            changed[path] = files.compiled(name, b"\n" + old, march)
    changed.pop(files.MANIFEST, None)
    now, then = (f'"version": "{version}"'.encode() for version in (VERSION, OLD))
    told = files.manifest("pico", changed).replace(now, then)
    return changed | {files.MANIFEST: told}


@dataclass(frozen=True)
class Moment:
    """A cut: when, what it is, and the file system that it leaves (compressed).

    how: "power", "torn" (the power fails in the middle of a write), "cable" (the board goes on).
    """

    ms: float
    what: str
    how: str
    packed: bytes

    @property
    def region(self) -> bytes:
        """The file system's bytes."""
        return zlib.decompress(self.packed)

    @property
    def content(self) -> dict[str, bytes]:
        """Its files."""
        return content(mounted(self.region))

    @property
    def read(self) -> frozenset[tuple[str, bytes]]:
        """All that a boot may read: not the parts."""
        files = self.content.items()
        return frozenset(each for each in files if not each[0].endswith(PART))


def mounted(region: bytes) -> LittleFS:
    """The file system in these bytes."""
    return disk.mounted(bytes(FILES_AT) + region)


def content(system: LittleFS) -> dict[str, bytes]:
    """Path -> content of all its files."""
    found = {}
    for folder, _folders, names in system.walk("/"):
        for name in names:
            path = f"{folder.rstrip('/')}/{name}"
            with system.open(path, "rb") as file:
                found[path[1:]] = bytes(file.read())
    return found


def names(region: bytes) -> frozenset[str]:
    """The paths of all its files."""
    return frozenset(
        f"{folder.rstrip('/')}/{name}"[1:]
        for folder, _folders, found in mounted(region).walk("/")
        for name in found
    )


@dataclass
class Watched:
    """A rig whose flash is looked at in every slice of its time (port Rig of the bridge).

    share: of all changes of the flash, those that are cut at random; the rest are file boundaries:
    a name came or went. torn, cable: those of the random ones are tried as well.
    """

    rig: EmulatedRig
    share: float = 0.0
    seed: int = 1
    cable: bool = False
    moments: list[Moment] = field(default_factory=list)
    changes: int = 0

    def __post_init__(self) -> None:
        self.chip = self.rig.chip
        self._last = self._region()
        self._names = names(self._last)
        self._random = random.Random(self.seed)
        self._begin_ms = self.rig.now_ms
        self._alone: list[tuple[float, _Alone]] = []

    def _region(self) -> bytes:
        return bytes(self.chip.mcu.flash[FILES_AT:_END_AT])

    def run(self, ms: float) -> None:
        """Let time pass, and keep what there is to keep."""
        self.rig.run(ms)
        region = self._region()
        if region == self._last:
            return
        self.changes += 1
        self._at_boundary(region)
        if self._random.random() < self.share:
            self._at_random(region)
        self._last = region

    def _keep(self, what: str, how: str, region: bytes) -> None:
        ms = self.rig.now_ms - self._begin_ms
        self.moments.append(Moment(ms, what, how, zlib.compress(region, 1)))

    def _at_boundary(self, region: bytes) -> None:
        try:
            now = names(region)
        except LittleFSError:
            return  # in the middle of a write of two copies: a cut there is one of the random ones
        if now != self._names:
            came, went = sorted(now - self._names), sorted(self._names - now)
            what = " ".join([f"+{name}" for name in came] + [f"-{name}" for name in went])
            self._keep(what, "power", region)
            self._names = now

    def _at_random(self, region: bytes) -> None:
        self._keep("random", "power", region)
        self._keep("random", "torn", torn(self._last, region))
        if self.cable:
            self._alone.append((self.rig.now_ms - self._begin_ms, _Alone(self._left_alone)))

    def _left_alone(self) -> bytes:
        """What the board leaves when nobody speaks to it any more, and later its power goes."""
        self.rig.run(ALONE_MS)
        return zlib.compress(self._region(), 1)

    def finish(self) -> None:
        """Add what the boards left that were left alone."""
        for ms, alone in self._alone:
            self.moments.append(Moment(ms, "random", "cable", alone.join()))
        self._alone.clear()


class _Alone:
    """A fork of this process with all that is in it, while this one goes on."""

    def __init__(self, call: Callable[[], bytes]) -> None:
        self._file = tempfile.NamedTemporaryFile()  # noqa: SIM115  closed in join
        self._pid = os.fork()
        if self._pid == 0:
            with suppress(BaseException):
                Path(self._file.name).write_bytes(call())
            os._exit(0)

    def join(self) -> bytes:
        """What the call returned. RuntimeError: it did not."""
        os.waitpid(self._pid, 0)
        with self._file:
            data = Path(self._file.name).read_bytes()
        if not data:
            raise RuntimeError("the board that was left alone died without an answer")
        return data


def torn(before: bytes, after: bytes) -> bytes:
    """Half of the bytes that a write changes are there."""
    changed = [at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    half = changed[len(changed) // 2]
    return after[:half] + before[half:]


def galva(rig: Watched | EmulatedRig, *words: str | Path, timeout_s: float = 1500) -> Done:
    """The real `galva`, with the real mpremote below it, on this board's port."""

    def command(path: str) -> Sequence[str | Path]:
        name, *rest = words
        return (sys.executable, "-m", "tools.cli", name, "--port", path, *rest)

    return ran(rig, command, timeout_s)
