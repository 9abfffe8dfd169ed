"""One planted defect for each row of the table: it is named, and nothing else is."""

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from galva.core import calib, faults
from galva.core import usage as core_usage
from host_tests.doctor.bench import PORT, Bench
from tools.builds import commission
from tools.deploy.records import PAIRS
from tools.doctor import findings
from tools.doctor.findings import BAD, KINDS, OK, SKIPPED, WARN

CALIBRATION = commission.FILE
LAZY = "galva/app/user_modes.mpy"  # loaded only with a file of one's own modes


def line(**fields: Any) -> bytes:
    """A sound line of a record."""
    text = json.dumps(fields, sort_keys=True)
    return f'{text[:-1]}, "crc": {zlib.crc32(text.encode())}}}\n'.encode()


def fault(bits: int) -> bytes:
    return line(bits=bits, counter=1, unit="bits", version=1)


def host(**fields: Any) -> Callable[[Bench], None]:
    def plant(bench: Bench) -> None:
        bench.host = replace(bench.host, **fields)

    return plant


def tool(installed: str) -> Callable[[Bench], None]:
    def plant(bench: Bench) -> None:
        due = bench.host.tools["mpremote"][1]
        tools = bench.host.tools | {"mpremote": (installed, due)}
        bench.host = replace(bench.host, tools=tools)

    return plant


def port_is(what: str) -> Callable[[Bench], None]:
    return host(opened=lambda _port: what)


def firmware(**fields: object) -> Callable[[Bench], None]:
    return lambda bench: bench.firmware.update(fields)


def put(path: str, data: bytes = b"x = 1\n") -> Callable[[Bench], None]:
    return lambda bench: bench.files.update({path: data})


def without(*paths: str) -> Callable[[Bench], None]:
    def plant(bench: Bench) -> None:
        for path in paths:
            del bench.files[path]

    return plant


def broken(path: str, at: int = 40) -> Callable[[Bench], None]:
    def plant(bench: Bench) -> None:
        data = bytearray(bench.files[path])
        data[at] ^= 1
        bench.files[path] = bytes(data)

    return plant


def nothing_but(*paths: str) -> Callable[[Bench], None]:
    def plant(bench: Bench) -> None:
        bench.files = {path: bench.files[path] for path in paths}

    return plant


def attribute(name: str, value: object) -> Callable[[Bench], None]:
    return lambda bench: setattr(bench, name, value)


def rig(do: Callable[[Any], object]) -> Callable[[Bench], None]:
    return attribute("before_boot", do)


def no_reference(bench: Bench) -> None:
    bench.files[CALIBRATION] = commission.record_line(calib.nominal_record())


def plus_down(rig: Any) -> None:
    rig.world.inputs[rig.pins.plus] = 0


def usb_unseen(rig: Any) -> None:
    rig.usb(False)


# row -> (what is planted, words of the finding, other rows that follow from it)
PLANTS: dict[str, tuple[Callable[[Bench], None], str, tuple[str, ...]]] = {
    "old python": (host(python=(3, 10, 4)), "Python 3.10.4", ()),
    "missing tool": (tool(""), "mpremote is not installed", ()),
    "other tool": (tool("1.20.0"), "mpremote 1.20.0 instead of 1.29.0", ()),
    "no board": (host(ports=()), "no board on USB", ()),
    "boot drive": (host(ports=(), boot_drive="RPI-RP2"), "a boot drive, RPI-RP2", ()),
    "two boards": (host(ports=("a", "b")), "2 boards: a, b", ()),
    "no port": (port_is("no port"), f"{PORT} is not there", ()),
    "no rights": (port_is("no rights"), f"{PORT} may not be opened by you", ()),
    "busy port": (port_is("busy port"), f"{PORT} is held by another program", ()),
    "no prompt": (attribute("lost", "no answer in 180 s"), "answers at " + PORT, ()),
    "old micropython": (firmware(release=(1, 25, 0)), "MicroPython 1.25.0", ()),
    "new micropython": (firmware(release=(1, 30, 1)), "MicroPython 1.30.1", ()),
    "other mpy": (firmware(mpy=6 | 11 << 10), "no .mpy for armv6m", ()),
    "other chip": (
        firmware(machine="Raspberry Pi Pico 2 with RP2350"),
        "board pico (rp2040) on a Raspberry Pi Pico 2 with RP2350",
        (),
    ),
    "session runs": (attribute("session", True), "a session runs", ()),
    "no usb here": (attribute("link", "uart"), f"{PORT} is the isolated link", ()),
    "nothing deployed": (nothing_but(), "nothing of Galva", ()),
    "no boot.py": (without("boot.py"), "boot.py is missing", ()),
    "no main.py": (without("main.py"), "main.py is missing", ()),
    "missing file": (without(LAZY), f"{LAZY} is missing", ()),
    "changed file": (broken(LAZY), f"{LAZY} differs from this version", ()),
    "unreadable file": (
        attribute("unreadable", {LAZY: "[Errno 5] EIO"}),
        f"{LAZY} cannot be read: [Errno 5] EIO",
        (),
    ),
    "hidden file": (put("galva/app/app.py"), "galva/app/app.py hides the .mpy", ()),
    "lib in lib": (put("lib/lib/crcline.py"), "lib/lib: a copy inside", ()),
    "pycache": (put("lib/__pycache__/a.pyc"), "lib/__pycache__", ()),
    "part left": (put("galva/app/app.mpy.part"), "galva/app/app.mpy.part is left", ()),
    "foreign file": (put("machine.py"), "machine.py is none of Galva's", ()),
    "safe mode": (put("safe_mode", b""), "the file safe_mode is there", ()),
    "disk full": (firmware(free_bytes=8192), "8 of 848 kB are free", ()),
    "disk low": (firmware(free_bytes=40960), "40 of 848 kB are free", ()),
    "no calibration": (without(CALIBRATION), "no calibration", ()),
    "damaged calibration": (broken(CALIBRATION), "calibration.a: torn or changed", ()),
    "no reference": (no_reference, "has no reference", ()),
    "damaged record": (
        put("settings.a", b'{"counter": 1, "crc": 2}\n'),
        "settings.a: torn or changed",
        ("trouble",),
    ),
    "damaged journal": (put("journal.0", b"\n{torn\n\n"), "journal.0: 1 damaged lines", ()),
    "does not start": (
        attribute("said", ["Traceback (most recent call last):", "ImportError: no module"]),
        "Galva does not start: ImportError: no module",
        (),
    ),
    "self-test": (
        rig(lambda rig: rig.front.inject(0, "rs1 half")),
        "S1 fails: DAC, RS1, RS2, U1C, crowbar of U2",
        ("fault",),
    ),
    "relay not tried": (lambda _bench: None, "USB power is present", ()),
    "not tested": (
        put("fault.a", fault(faults.MISMATCH)),
        "was not run: MISMATCH is latched",
        ("fault",),
    ),
    "fault": (
        put("fault.a", fault(faults.MISMATCH)),
        "MISMATCH is latched",
        ("not tested",),
    ),
    "trouble": (
        put("settings.a", line(counter=1, unit="mixed", version=1, brightness=300)),
        "brightness",
        (),
    ),
    "battery low": (rig(lambda rig: setattr(rig.front, "battery_mv", 3250.0)), "battery 32", ()),
    "clock not set": (attribute("clock", False), "does not know the time", ()),
    "stuck button": (rig(plus_down), "a button is down since power-on", ()),
    "not acknowledged": (without(commission.READ_FILE), "nobody has read", ()),
    "usb not seen": (rig(usb_unseen), "the device does not see it", ()),
}


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(monkeypatch)


def test_each_row_has_a_defect_that_is_planted() -> None:
    assert list(PLANTS) == list(KINDS)


def test_a_well_device_has_no_finding(bench: Bench) -> None:
    told = bench.findings()
    assert {each.level for each in told} == {OK, SKIPPED}
    assert [each.group for each in told if each.level == OK] == [
        *("host", "usb", "board", "files", "records", "self-test", "state")
    ]
    assert bench.started == [True] and bench.clocks_set == 1


@pytest.mark.parametrize("name", PLANTS)
def test_it_is_named_and_nothing_else_is(name: str, bench: Bench) -> None:
    plant, words, follow = PLANTS[name]
    plant(bench)
    told = bench.findings()
    named = [each for each in told if each.name == name]
    assert len(named) == 1 and words in named[0].what
    kind = KINDS[name]
    assert (named[0].group, named[0].level) == (kind.group, kind.level)
    assert named[0].why and named[0].cure and "{" not in str(named[0])
    others = {each.name for each in told if each.level in (WARN, BAD) and each.name != name}
    assert others - {"relay not tried"} == set(follow) & {
        each for each in follow if KINDS[each].level != SKIPPED
    }
    assert not any("\n" in text for each in told for text in (each.what, each.why, each.cure))


def test_a_group_with_a_finding_is_not_well(bench: Bench) -> None:
    put("notes.txt")(bench)
    told = bench.findings()
    assert [each.level for each in told if each.group == "files"] == [WARN]


def test_it_does_not_end_a_session(bench: Bench) -> None:
    bench.session = True
    bench.findings()
    assert not bench.started


def test_a_device_that_knew_the_time_is_told_it_again(bench: Bench) -> None:
    bench.clock = False
    bench.findings()
    assert not bench.clocks_set


def test_what_cannot_start_is_reset_all_the_same(bench: Bench) -> None:
    put("safe_mode", b"")(bench)
    bench.findings()
    assert bench.started == [False]


@pytest.mark.parametrize(
    ("part", "step", "pins"),
    [
        ("relay welded", "S2", "VB at GP27"),
        ("rs1 half", "S1", "CS at GP17, SCK at GP18, MOSI at GP19"),
        ("xa0 off", "S4", "PA at GP2, PB at GP3"),
        ("hv 0V", "S0", "HV_EN at GP5"),
    ],
)
def test_wiring_is_named_by_step_part_and_pins(
    part: str, step: str, pins: str, bench: Bench
) -> None:
    bench.before_boot = lambda rig: rig.front.inject(0, part)
    (named,) = [each for each in bench.findings() if each.name == "self-test"]
    assert named.what.startswith(f"{step} fails: ") and pins in named.cure


def test_a_source_deploy_is_compared_with_sources(bench: Bench) -> None:
    from tools import image

    bench.files = image.files("pico", source=True)
    assert not [each for each in bench.findings() if each.level == BAD]


def test_the_records_are_the_firmwares_own() -> None:
    from galva.app import latch, notice, settings

    names = (calib.RECORD, settings.NAME, core_usage.RECORD, latch.NAME, notice.NAME)
    assert sorted(names) == sorted(PAIRS)


def test_the_table_has_a_cure_for_every_row() -> None:
    assert all(kind.why and kind.cure for kind in KINDS.values())
    assert {kind.level for kind in KINDS.values()} == {SKIPPED, WARN, BAD}
    assert set(findings.LEVELS) == {OK, SKIPPED, WARN, BAD}
