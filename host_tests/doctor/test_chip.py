"""Many defects on one emulated board: galva doctor, over a pty, names each, and no other."""

import pytest

from galva.core import calib, faults
from host_tests.doctor.chip import doctor, names
from host_tests.doctor.test_findings import LAZY, fault
from tools import image
from tools.builds import commission
from tools.emulator.rig import EmulatedRig

LAZY_TOO = "galva/app/user_routines.mpy"
PLANTED = {
    "galva/app/app.mpy.part": b"half",
    "lib/lib/crcline.py": b"",
    "lib/__pycache__/a.pyc": b"",
    "notes.txt": b"mine",
    "galva/app/user_modes.py": b"",  # in place of LAZY
    "settings.b": b'{"counter": 7, "crc": 1}\n',
    "journal.0": b"\n{torn\n\n",
    "fault.a": fault(faults.MISMATCH),
    commission.FILE: commission.record_line(calib.nominal_record()),
}


@pytest.mark.chip
def test_each_of_many_defects_on_one_board_is_named() -> None:
    files = image.files("pico") | PLANTED
    files[LAZY_TOO] = files[LAZY_TOO][:-1] + b"?"
    del files[LAZY], files[commission.READ_FILE]
    rig = EmulatedRig(files=files)
    status, told = doctor(rig)
    assert status == 1
    assert names(told) == [
        *("missing file", "changed file", "lib in lib", "pycache", "part left", "hidden file"),
        *("foreign file", "no reference", "damaged record", "damaged journal"),
        *("not acknowledged", "not tested", "fault", "trouble", "clock not set", "usb not seen"),
    ]
    rig.run(1500)
    assert rig.status["state"] == "FAULT"  # it runs again
