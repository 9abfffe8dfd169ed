"""What a deploy does to what is on a board: pure, without one."""

import hashlib
from dataclasses import replace

import pytest

from tools import image
from tools.deploy.plan import Plan, plan
from tools.deploy.survey import Survey
from tools.emulator import disk
from tools.emulator.chip import FILES_AT
from tools.problems import Failed, Mismatch

APP = image.app("pico")
PICO_W = 4870  # sys.implementation._mpy of the Pico W image
RECORDS = {"calibration.a": b"1", "settings.b": b"2", "journal.3": b"3", "modes.json": b"[]"}


def board(files: dict[str, bytes]) -> Survey:
    """A Pico W with these files."""
    folders = {name.rpartition("/")[0] for name in files} - {""}
    return Survey(
        files={name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        sizes={name: len(data) for name, data in files.items()},
        unreadable={},
        folders=tuple(folders),
        content=files,
        release=(1, 27, 0),
        machine="Raspberry Pi Pico W with RP2040",
        mpy=PICO_W,
        unique="e66058388347",
        free_bytes=400_000,
        all_bytes=868_352,
        block_bytes=4096,
    )


def due(files: dict[str, bytes]) -> Plan:
    return plan(APP, board(files))


def test_an_empty_board_gets_everything() -> None:
    made = due({})
    assert set(made.copy) == set(APP) and not made.keep and not made.remove


def test_the_same_app_is_nothing_to_do() -> None:
    assert due(APP | RECORDS).idle and due(APP | RECORDS).need_bytes == 0


def test_one_changed_file_is_one_copy() -> None:
    old = APP | {"galva/__init__.mpy": b"old"}
    made = due(old | {image.MANIFEST: image.manifest("pico", old)})
    assert set(made.copy) == {"galva/__init__.mpy", image.MANIFEST}
    assert not made.keep and not made.idle


def test_records_are_never_named() -> None:
    """Even when a damaged or malicious record of a deploy says that they are its own."""
    evil = image.manifest("pico", APP | RECORDS)
    made = due(APP | RECORDS | {image.MANIFEST: evil})
    named = {*made.copy, *made.drop, *made.keep, *made.remove, *made.foreign}
    assert not named & set(RECORDS)


def test_what_the_last_deploy_left_goes_and_what_is_the_makers_stays() -> None:
    old = APP | {"galva/core/gone.mpy": b"gone"}
    told = image.manifest("pico", old)
    made = due(old | {image.MANIFEST: told, "galva/core/mine.py": b"m", "notes.txt": b"n"})
    assert made.remove == ("galva/core/gone.mpy",)
    assert set(made.foreign) == {"galva/core/mine.py", "notes.txt"}


def test_a_stale_file_that_the_maker_changed_stays() -> None:
    told = image.manifest("pico", APP | {"galva/core/gone.mpy": b"gone"})
    made = due(APP | {image.MANIFEST: told, "galva/core/gone.mpy": b"changed"})
    assert not made.remove and made.foreign == ("galva/core/gone.mpy",)


def test_a_foreign_main_is_kept_under_another_name() -> None:
    made = due({"main.py": b"blink", "main.py.old": b"older"})
    assert made.keep == {"main.py": "main.py.old2"} and "main.py" in made.copy
    assert made.foreign == ("main.py.old",)


@pytest.mark.parametrize("name", ["crcline.py", "lib/crcline.py", "galva/app/app.py", "board.mpy"])
def test_what_would_be_imported_instead_of_ours_makes_way(name: str) -> None:
    made = due(APP | {name: b"other"})
    assert name in made.remove and made.keep == {name: name + ".old"}


def test_the_source_of_a_deploy_with_source_is_removed_and_not_kept() -> None:
    source = image.app("pico", source=True)
    made = due(source)
    assert not made.keep and not made.foreign
    assert set(made.remove) == set(source) - set(APP)


def test_a_folder_in_the_way_is_told() -> None:
    with pytest.raises(Failed, match=r"the folder crcline on the board hides lib/crcline"):
        due({"crcline/x.py": b""})


def test_after_a_cut_nothing_is_sent_twice_and_nothing_is_taken_for_the_makers() -> None:
    """The parts of a deploy cut in its copying; and half of its renames done."""
    changed = ["galva/app/app.mpy", "galva/app/link.mpy", image.MANIFEST]
    old = APP | dict.fromkeys(changed[:2], b"old")
    old[image.MANIFEST] = image.manifest("pico", old)
    parts = {name + ".part": APP[name] for name in changed}
    made = due(old | parts)
    assert not made.copy and not made.idle and not made.drop
    done = old | {"galva/app/app.mpy": APP["galva/app/app.mpy"], "safe_mode": b""} | parts
    made = due(done)
    assert not made.copy and not made.keep and not made.foreign


def test_a_part_that_nothing_needs_is_dropped() -> None:
    made = due(APP | {"galva/app/app.mpy.part": b"torn"})
    assert made.drop == ("galva/app/app.mpy.part",) and not made.idle


def test_safe_mode_is_ended_even_when_nothing_changed() -> None:
    assert not due(APP | {"safe_mode": b""}).idle


def test_no_space_is_told_before_anything_is_sent() -> None:
    made = due({"video.bin": bytes(100)})
    with pytest.raises(Failed, match=r"no space on the board: \d+ kB .*video.bin"):
        made.check_room(100_000)


@pytest.mark.parametrize("source", [False, True], ids=["mpy", "py"])
def test_what_it_takes_for_enough_room_is_enough(source: bool) -> None:
    app = image.app("pico", source=source)
    files = disk.filled({}, free=plan(app, board({})).need_bytes // disk.BLOCK)
    system = disk.mounted(bytes(FILES_AT) + disk.littlefs(files))
    for path, data in app.items():
        if "/" in path:
            system.makedirs(path.rpartition("/")[0], exist_ok=True)
        with system.open(path + ".part", "wb") as file:
            file.write(data)
    with system.open("safe_mode", "wb"):
        pass
    for path in app:
        system.rename(path + ".part", path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"release": (1, 25, 0)}, "MicroPython 1.25.0: 1.26 or later"),
        ({"machine": "Generic ESP32 module with ESP32"}, "no pico .RP2040."),
    ],
)
def test_a_wrong_board_is_told(change: dict[str, object], words: str) -> None:
    now = replace(board({}), **change)  # type: ignore[arg-type]
    with pytest.raises(Mismatch, match=words):
        now.check_firmware()
        now.check_chip("pico", "rp2040")


@pytest.mark.parametrize(
    ("mpy", "loads"),
    [
        (PICO_W, True),
        (6 | 3 << 8 | 7 << 10, True),  # an RP2350 image takes the RP2040's code
        (6 | 3 << 8 | 10 << 10, False),  # xtensawin
        (6 | 3 << 8 | 11 << 10, False),  # the RISC-V image of an RP2350
        (6 | 2 << 8 | 4 << 10, False),  # other sub-version
        (5 | 3 << 8 | 4 << 10, False),
    ],
)
def test_code_that_cannot_be_loaded_is_told(mpy: int, loads: bool) -> None:
    now = replace(board({}), mpy=mpy)
    if loads:
        now.check_code("guard.mpy", APP["galva/hal/rp2/guard.mpy"])
    else:
        with pytest.raises(Mismatch, match="cannot load"):
            now.check_code("guard.mpy", APP["galva/hal/rp2/guard.mpy"])
