"""A computer and a device with one thing wrong, as the doctor meets them.

The device is the real firmware on the fakes; its files are a folder, which the doctor's own script
reads in the unix MicroPython.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.links import ask
from tools import image
from tools.deploy import survey
from tools.deploy.records import kind_of
from tools.deploy.scripts import SURVEY
from tools.deploy.survey import Survey
from tools.doctor.examine import examine
from tools.doctor.findings import Finding
from tools.doctor.host import Host, this_host
from tools.doctor.talk import Boot, Talk

PORT = "/dev/ttyACM0"
MPY_OF_PICO = 6 | 3 << 8 | 4 << 10
_MICROPYTHON = Path(sys.executable).with_name("micropython")
_TOLD_S = 800_000_000  # 2025


@cache
def deployed() -> dict[str, bytes]:
    """All files of a device that is ready for use."""
    return image.files("pico")


# what the unix port has not
_PRELUDE = """
import sys
class machine:
    unique_id = bytes
sys.modules["machine"] = machine
"""


def as_it_is(_rig: FakeRig) -> None:
    """Nothing is changed."""


_known: dict[tuple[object, ...] | None, tuple[Any, dict[str, bytes]]] = {}


def _tested(rig: FakeRig) -> bool:
    return any(status["state"] == "SELF_TEST" for _ms, status in rig.statuses)


@dataclass
class Bench:
    """What a plant changes. `after_boot` gets each rig that was switched on.

    lost: an answer in place of the files; said: console lines of a program that does not start.
    """

    patch: pytest.MonkeyPatch
    files: dict[str, bytes] = field(default_factory=lambda: dict(deployed()))
    firmware: dict[str, object] = field(default_factory=dict)  # fields of Survey
    unreadable: dict[str, str] = field(default_factory=dict)
    before_boot: Callable[[FakeRig], None] = as_it_is
    lost: str = ""
    said: list[str] = field(default_factory=list)
    link: str = "usb"
    session: bool = False
    clock: bool = True
    clocks_set: int = 0
    started: list[bool] = field(default_factory=list)
    host: Host = field(
        default_factory=lambda: replace(
            this_host(), ports=(PORT,), boot_drive="", opened=lambda _port: ""
        )
    )

    def findings(self, port: str = "") -> list[Finding]:
        """The doctor's, on this."""
        return list(examine(self.host, port, lambda _text: None, lambda _port: self))

    def _data(self) -> dict[str, bytes]:
        """The files that the firmware itself reads and writes."""
        return {name: data for name, data in self.files.items() if kind_of(name)}

    def _usual(self, what: str) -> tuple[object, ...] | None:
        """A key of what may be used again, for a device in which nothing was changed."""
        if self.before_boot is not as_it_is:
            return None
        return what, self.link, self.session, self.clock, *sorted(self._data().items())

    def _on(self) -> FakeRig:
        """A device that is switched on, until it is at rest."""
        mine = self._data()
        rig = FakeRig(self.patch, skin="good" if self.session else "open", files=mine)
        rig.usb(True)
        self.before_boot(rig)
        while rig.status.get("state", "SELF_TEST") == "SELF_TEST" and rig.now_ms < 9000:
            rig.run(50)
        rig.run(600)
        return rig

    # ---- Device

    def ask(self) -> Talk:
        if self.said or self.lost:
            return Talk()
        told: Talk = self._once("ask", self._asked)
        return told

    def _once(self, what: str, do: Callable[[FakeRig], Any]) -> Any:
        """do(a device that is switched on); what it writes stays."""
        key = self._usual(what)
        if key is None or key not in _known:
            rig = self._on()
            try:
                _known[key] = do(rig), rig.files()
            finally:
                rig.close()
        told, written = _known[key]
        self.files |= written
        return told

    def _asked(self, rig: FakeRig) -> Talk:
        if self.clock:
            ask(rig, self.link, do="time", seconds=_TOLD_S)
        if self.session:
            rig.press("START", 650)
            rig.run(4000)
        told = [ask(rig, self.link, do=do) for do in ("hello", "usage", "settings")]
        trouble = told[2]["trouble"]
        return Talk(told[0], rig.status, told[1], [trouble] if trouble else [])

    def read(self) -> Survey | str:
        if self.lost:
            return self.lost
        with tempfile.TemporaryDirectory() as place:
            for name, data in self.files.items():
                file = Path(place) / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            printed = subprocess.run(
                [_MICROPYTHON, "-c", _PRELUDE + SURVEY], cwd=place, capture_output=True, text=True
            )
        found = survey.read(printed.stdout)
        for path in self.unreadable:
            del found.files[path]
        pico = {"release": (1, 27, 0), "machine": "Raspberry Pi Pico W with RP2040"}
        room = {"mpy": MPY_OF_PICO, "free_bytes": 468 * 1024, "all_bytes": 848 * 1024}
        fields = {**pico, **room, "unreadable": self.unreadable, **self.firmware}
        return replace(found, **fields)  # type: ignore[arg-type]

    def start(self, *, listen: bool) -> Boot | None:
        self.started.append(listen)
        if not listen:
            return None
        if self.said:
            return Boot(said=self.said)
        boot: Boot = self._once("start", lambda rig: Boot(rig.status, _tested(rig)))
        return boot

    def set_clock(self) -> None:
        self.clocks_set += 1
