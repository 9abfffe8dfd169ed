"""A/B records: whatever is cut, flipped or torn, the old or the new record is there."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from host_tests.fake_rig import install
from tools.builds import commission

OLD, NEW = ({"version": 1, "unit": "nA", "zero_na": na, "list": [1, 2]} for na in (-7, 1500))
JUST_ONCE = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


class PowerCut(Exception):
    """The disk loses power before its next operation."""


class Writer:
    """Each byte is an operation of the disk."""

    def __init__(self, disk: "Disk", name: str) -> None:
        self._disk, self._name = disk, name

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_error: object) -> None:
        """What was not written is lost."""

    def write(self, text: str) -> None:
        for byte in text.encode():
            self._disk.step()
            self._disk.files[self._name] += bytes([byte])


class Disk:
    """Files in memory; the power fails before operation `lasts`."""

    def __init__(self, files: dict[str, bytes] | None = None, lasts: float = float("inf")) -> None:
        self.files = dict(files or {})
        self.lasts = lasts
        self.steps = 0

    def step(self) -> None:
        if self.steps >= self.lasts:
            raise PowerCut
        self.steps += 1

    def open(self, name: str, mode: str) -> Any:
        if mode == "rb":
            if name not in self.files:
                raise FileNotFoundError(2, name)
            return io.BytesIO(self.files[name])
        assert mode == "w"
        self.step()
        self.files[name] = b""
        return Writer(self, name)

    def rename(self, old: str, new: str) -> None:
        self.step()
        self.files[new] = self.files.pop(old)


class Bench:
    """A store that works on whichever disk is inserted."""

    def __init__(self, module: Any) -> None:
        self.module = module
        self.disk = Disk()
        self.store = module.Store()

    def load(self, files: dict[str, bytes]) -> Any:
        """What a device finds that boots with these files."""
        self.disk = Disk(files)
        self.store = self.module.Store()
        return self.store.load("cal", 1, "nA")

    def save(self, record: Any, files: dict[str, bytes], lasts: float = float("inf")) -> Disk:
        self.disk = Disk(files, lasts)
        self.module.Store().save("cal", record)
        return self.disk

    def saved(self, *records: Any) -> dict[str, bytes]:
        files: dict[str, bytes] = {}
        for record in records:
            files = self.save(record, files).files
        return files


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    install(monkeypatch)
    from galva.hal import store as module

    bench = Bench(module)
    disk = SimpleNamespace(rename=lambda old, new: bench.disk.rename(old, new))
    monkeypatch.setattr(module, "os", disk)
    monkeypatch.setattr(module, "open", lambda n, mode: bench.disk.open(n, mode), raising=False)
    yield bench


def test_a_record_comes_back(bench: Bench) -> None:
    assert bench.load(bench.saved(OLD)) == OLD
    assert bench.load(bench.saved(OLD, NEW)) == NEW
    assert bench.load(bench.saved(NEW, NEW, OLD)) == OLD
    assert not bench.store.trouble


def test_no_file_is_no_record_and_no_trouble(bench: Bench) -> None:
    assert bench.load({}) is None and not bench.store.trouble


def test_the_two_files_take_turns(bench: Bench) -> None:
    files = bench.saved(OLD, NEW)
    assert json.loads(files["cal.a"])["counter"] == 1
    assert json.loads(files["cal.b"])["counter"] == 2
    assert json.loads(bench.save(OLD, files).files["cal.a"])["counter"] == 3
    assert set(files) == {"cal.a", "cal.b"}


def test_the_line_is_what_the_format_says(bench: Bench) -> None:
    import zlib

    text = bench.saved(OLD)["cal.a"].decode()
    plain = '{"counter": 1, "list": [1, 2], "unit": "nA", "version": 1, "zero_na": -7}'
    assert text == f'{plain[:-1]}, "crc": {zlib.crc32(plain.encode())}}}\n'


@pytest.mark.hazard("H31")
def test_a_power_cut_before_every_operation_leaves_old_or_new(bench: Bench) -> None:
    for before in ([OLD], [NEW, OLD], [NEW, NEW, OLD]):
        start = bench.saved(*before)
        steps = bench.save(NEW, start).steps
        assert steps > 90  # a byte is one
        for lasts in range(steps):
            with pytest.raises(PowerCut):
                bench.save(NEW, start, lasts)
            left = bench.disk.files
            assert bench.load(left) == OLD, lasts
            assert bench.load(bench.save(NEW, left).files) == NEW
        assert bench.load(bench.save(NEW, start, steps).files) == NEW


@pytest.mark.hazard("H31")
@JUST_ONCE
@given(st.lists(st.tuples(st.integers(-999, 999), st.integers(0, 200)), max_size=12))
def test_any_history_of_cuts_keeps_the_last_or_the_one_before(bench: Bench, history: Any) -> None:
    files = bench.saved(OLD)
    known = OLD
    for value, lasts in history:
        attempt = dict(OLD, zero_na=value)
        try:
            bench.save(attempt, files, lasts)
            done = True
        except PowerCut:
            done = False
        files = bench.disk.files
        known = attempt if done else known
        assert bench.load(files) == known


@pytest.mark.hazard("H31")
def test_a_file_cut_at_any_byte_leaves_the_other(bench: Bench) -> None:
    files = bench.saved(OLD, NEW)
    for length in range(len(files["cal.b"])):
        torn = dict(files)
        torn["cal.b"] = files["cal.b"][:length]
        assert bench.load(torn) == OLD, length
        assert bench.store.trouble.startswith("cal.b: ")
        alone = {"cal.b": torn["cal.b"]}
        assert bench.load(alone) is None and bench.store.trouble


@pytest.mark.hazard("H31")
def test_a_flip_of_any_bit_leaves_the_other(bench: Bench) -> None:
    files = bench.saved(OLD, NEW)
    for at in range(len(files["cal.b"])):
        for bit in range(8):
            flipped = bytearray(files["cal.b"])
            flipped[at] ^= 1 << bit
            assert bench.load(dict(files) | {"cal.b": bytes(flipped)}) == OLD, (at, bit)
            assert bench.store.trouble.startswith("cal.b: ")


@pytest.mark.hazard("H31")
@JUST_ONCE
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_other_content_is_left_aside(bench: Bench, content: bytes) -> None:
    files = bench.saved(OLD)
    assert bench.load(dict(files) | {"cal.b": content}) == OLD
    assert bench.store.trouble.startswith("cal.b: ")


def test_deep_nesting_is_left_aside(bench: Bench) -> None:
    assert bench.load({"cal.a": b"[" * 8192}) is None
    assert bench.store.trouble


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (dict(NEW, version=2), "cal.b: version 2 is not 1"),
        (dict(NEW, unit="uA"), "cal.b: unit uA is not nA"),
        ({"unit": "nA"}, "cal.b: version None is not 1"),
        (dict(NEW, counter="9"), "cal.b: has no counter"),
        (dict(NEW, counter=True), "cal.b: has no counter"),
    ],
)
def test_a_sound_line_of_another_kind_is_left_aside(bench: Bench, record: Any, why: str) -> None:
    text = bench.module.line(dict({"counter": 9}, **record))
    assert bench.load(bench.saved(OLD) | {"cal.b": text.encode()}) == OLD
    assert bench.store.trouble.startswith(why)


def test_a_file_above_its_cap_is_not_read_at_all(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    class Long(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.append(size)
            return super().read(size)

    endless = b'{"counter": ' + b"9" * 100_000
    monkeypatch.setattr(bench.module, "open", lambda _n, _m: Long(endless), raising=False)
    store = bench.module.Store()
    assert store.load("cal", 1, "nA") is None
    assert "cal.a: more than 8192 bytes" in store.trouble
    assert store.read("modes.json", 4000) is None
    assert store.trouble == "modes.json: more than 4000 bytes: make it shorter"
    assert asked == []


def test_texts(bench: Bench) -> None:
    bench.disk = Disk({"modes.json": "µA".encode(), "latin": b"\xb5A", "full": b"x" * 8192})
    assert bench.store.read("modes.json") == "µA"
    assert bench.store.read("latin") is None and "latin: not UTF-8" in bench.store.trouble
    assert bench.store.read("full") == "x" * 8192 and not bench.store.trouble
    assert bench.store.read("none") is None and not bench.store.trouble


@pytest.mark.hazard("H31")
def test_a_failing_disk_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str, _mode: str) -> None:
        raise OSError(5, "EIO")

    monkeypatch.setattr(bench.module, "open", fail, raising=False)
    assert bench.store.read("modes.json") is None
    assert "modes.json: cannot be read" in bench.store.trouble


def test_on_a_real_file_system(bench: Bench, tmp_path: Path, monkeypatch: Any) -> None:
    import os

    monkeypatch.setattr(bench.module, "os", os)
    monkeypatch.setattr(bench.module, "open", open)
    store = bench.module.Store(f"{tmp_path}/")
    for record in (OLD, NEW, OLD):
        store.save("cal", record)
        assert bench.module.Store(f"{tmp_path}/").load("cal", 1, "nA") == record
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cal.a", "cal.b"]


@pytest.mark.hazard("H13", "H31")
def test_the_calibration_is_the_boards_own_or_capped(bench: Bench) -> None:
    from galva.core import afe_a, calib

    assert bench.module.calibration(bench.store, afe_a).cap_ua == 100
    bench.disk = Disk()
    bench.store.save(calib.RECORD, dict(calib.nominal_record(), dac_pa=180_000))
    cal = bench.module.calibration(bench.store, afe_a)
    assert cal.commissioned and cal.span(180) == 1000
    bench.store.save(calib.RECORD, dict(calib.nominal_record(), dac_pa=1))
    assert bench.module.calibration(bench.store, afe_a).cap_ua == 100
    assert "dac_pa is 1" in bench.store.trouble


def test_the_image_holds_what_the_store_reads(bench: Bench) -> None:
    from galva.core import afe_a
    from tools import image

    bench.disk = Disk({image.RECORD: commission.record_line(commission.nominal())})
    cal = bench.module.calibration(bench.store, afe_a)
    assert not bench.store.trouble
    assert cal.commissioned and cal.span(500) == 2727 and len(cal.reference) == 45
