"""The files of a release zip, as they are unpacked onto a board: it starts, and is well."""

import zipfile
from pathlib import Path

import pytest

from galva import VERSION
from tools import image
from tools.deploy import bundle
from tools.emulator.rig import EmulatedRig
from tools.link.lines import sealed

_TESTED_MS = 12_000


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "a.zip"
    bundle.write(path)
    return path


def folder(path: Path, board: str) -> dict[str, bytes]:
    top = f"{bundle.NAME}/{board}/"
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith(top)]
        return {name.removeprefix(top): archive.read(name) for name in names}


def after_its_test(rig: EmulatedRig) -> dict[str, object]:
    """The status that it shows then."""
    while rig.status.get("state", "SELF_TEST") == "SELF_TEST" and rig.now_ms < _TESTED_MS:
        rig.run(100)
    rig.run(600)
    return rig.status


def test_what_is_in_the_zip_starts_passes_its_self_test_and_says_who_it_is(zipped: Path) -> None:
    files = folder(zipped, "pico")
    assert all(name.endswith(".mpy") for name in files if "/" in name)
    rig = EmulatedRig("pico", files=files)
    status = after_its_test(rig)
    told = {name: status[name] for name in ("state", "ended", "fault", "signal", "calibrated")}
    due = {"state": "IDLE", "ended": "tested", "fault": "", "signal": "read first"}
    assert told == due | {"calibrated": False}
    rig.send(sealed({"do": "hello", "id": 1}))
    rig.run(300)
    (hello,) = [each for each in rig.answers["usb"] if each.get("re") == 1]
    assert (hello["version"], hello["board"], hello["chip"]) == (VERSION, "pico", "rp2040")
    assert image.RECORD not in files
