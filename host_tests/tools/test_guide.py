"""The build guide: what is drawn and ordered is what is simulated."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from boards.pico import BOARD
from galva.core import afe_b
from tools import ROOT
from tools.fmea.netlist import read
from tools.guide import __main__ as guide
from tools.guide import parts as listed
from tools.guide import readings, sheet_bridge, wiring
from tools.guide.circuit import elements, value
from tools.guide.sheet import Sheet, SheetError

pytestmark = pytest.mark.core
BOTH = pytest.mark.parametrize("front_end", ["A", "B"])


def texts(front_end: str) -> list[str]:
    """Each text of the committed pictures of the schematic, its lines joined by a space."""
    found = []
    for path in sorted(guide.FOLDER.glob(f"{front_end.lower()}-*.svg")):
        for text in re.findall(r"<text.*?</text>", path.read_text(encoding="utf-8")):
            found.append(" ".join(re.findall(r"<tspan[^>]*>(.*?)</tspan>", text)))
    return found


@BOTH
def test_each_part_is_drawn_once_at_the_nets_of_the_netlist(front_end: str) -> None:
    assert list(guide.drawn_otherwise(front_end)) == []


@BOTH
def test_the_pictures_name_each_part_once_with_its_value(front_end: str) -> None:
    drawn = Counter(texts(front_end))
    for part, element in elements(front_end).items():
        assert drawn[f"{part} {value(element)}"] == 1, part
    names = set(elements(front_end))
    labels = [t for t in drawn if re.fullmatch(r"(?!TX|RX|GND|VCC|SDA|SCL|IN)[A-Z]{1,5}\d* .+", t)]
    assert {label.split()[0] for label in labels} == names  # and nothing that is not there


def boxes(path: Path) -> list[tuple[str, float, float, float, float]]:
    """Each line of text with its left, right, top and bottom, of a font 0.6 as wide as high."""
    found = []
    for attributes, inner in re.findall(r"<text (.*?)>(.*?)</text>", path.read_text("utf-8")):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        lines = re.findall(r"<tspan[^>]*>(.*?)</tspan>", inner)
        x, y, size = float(given["x"]), float(given["y"]), 12
        width = 0.6 * size * max(map(len, lines))
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[given["text-anchor"]]
        found.append((" ".join(lines), left, left + width, y, y + size * len(lines)))
    return found


def test_no_text_lies_on_another() -> None:
    for path in sorted(guide.FOLDER.glob("[ab]-*.svg")):
        texts = boxes(path)
        for n, (one, left, right, top, bottom) in enumerate(texts):
            for two, *other in texts[:n]:
                apart = right <= other[0] or other[1] <= left
                assert apart or bottom <= other[2] or other[3] <= top, (path.name, one, two)


def a_sheet() -> Sheet:
    return Sheet("clamp", elements("A"), {})


def test_a_wire_that_misses_its_part_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Sheet.wire

    def astray(sheet: Sheet, *points: tuple[float, float]) -> None:
        wire(sheet, *((x + (y == 6), y) for x, y in points))

    monkeypatch.setattr(Sheet, "wire", astray)
    sheet = a_sheet()
    sheet_bridge.limiter(sheet)
    with pytest.raises(SheetError, match="an end of QL1 is on no named net"):
        sheet.connections()


def test_two_nets_that_touch_are_found() -> None:
    sheet = a_sheet()
    sheet_bridge.limiter(sheet)
    sheet.wire((0, 3), (0, 6))
    with pytest.raises(SheetError, match=r"hv|le"):
        sheet.connections()


def test_an_end_under_a_part_is_found() -> None:
    sheet = a_sheet()
    sheet_bridge.limiter(sheet)
    sheet.net("vt", (0, 4.5))
    with pytest.raises(SheetError, match="an end lies on RLIM"):
        sheet.connections()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("RLIM hv le 866", "RLIM hv lb 866", "RLIM is drawn at"),
        ("RLIM hv le 866", "RLIM hv le 866\nRNEW hv le 1k", "RNEW is not drawn"),
    ],
)
def test_a_netlist_that_changed_is_found(
    old: str, new: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_root(tmp_path, monkeypatch, old, new)
    assert any(told in line for line in guide.drawn_otherwise("A"))


def other_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """The netlists of front end A with one line changed."""
    folder = tmp_path / "boards" / "afe_a"
    folder.mkdir(parents=True)
    for path in (ROOT / "boards" / "afe_a").glob("*.cir"):
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr("tools.guide.circuit.ROOT", tmp_path)


@BOTH
def test_the_list_of_parts_has_each_part_of_the_netlist_once(front_end: str) -> None:
    assert list(listed.troubles(front_end)) == []
    orders = listed.parts(front_end)
    inside = sum(value(e).startswith("in ") for e in elements(front_end).values())
    halves = 4 + 1  # UA-UD in U1, DP2 beside DP1
    assert sum(part.pieces for part in orders) == len(elements(front_end)) - inside - halves
    assert all(part.order and part.what for part in orders)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('a = "RLIM"', 'a = "RLIM RB"', "RB of front end A stands 2 times"),
        ('a = "RLIM"', 'a = "RXX"', "RLIM of front end A stands 0 times"),
        ('a = "RLIM"', 'a = "RXX"', "RXX of parts.toml is not in the netlist"),
        ('value = "866 Ω"', 'value = "820 Ω"', "RLIM is 866 Ω in the netlist, 820 Ω in"),
    ],
)
def test_a_list_that_differs_is_found(
    old: str, new: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = listed.FILE.read_text(encoding="utf-8")
    assert old in text
    other = tmp_path / "parts.toml"
    other.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(listed, "FILE", other)
    assert any(told in line for line in listed.troubles("A"))


def test_each_pin_of_a_board_is_wired_once_to_a_net_of_its_front_end() -> None:
    for path in sorted((ROOT / "boards").glob("*.py")):
        board = __import__(f"boards.{path.stem}", fromlist=["BOARD"]).BOARD
        places = wiring.wires(board)
        wired = Counter(pin for those in places.values() for pin, _net in those)
        for role, gpio in board.pins.gpio.items():
            pins = {f"GP{gpio}", f"GPIO{gpio}"}
            assert sum(wired[pin] for pin in pins) == (role not in wiring.INSIDE), (path, role)
        nets = {net for e in elements(board.front_end).values() for net in e.nodes}
        assert {net for _pin, net in places["front end"]} <= nets, path


def test_pins_of_a_pico_have_the_numbers_of_its_data_sheet() -> None:
    text = wiring.as_yaml("pico")
    pins, labels = re.findall(r"pins: \[(.*)\]\n    pinlabels: \[(.*)\]", text)[0]
    numbers = dict(zip(labels.split(", "), map(int, pins.split(", "))))
    some = {"GP0": 1, "GP2": 4, "GP5": 7, "GP6": 9, "GP9": 12, "GP13": 17, "GP17": 22}
    some |= {"GP22": 29, "GP26": 31, "GP27": 32, "GP28": 34, "3V3": 36, "VSYS": 39, "VBUS": 40}
    assert some.items() <= numbers.items()
    assert BOARD.pins.pa == 2


def test_both_files_name_the_same_part_only_where_the_guide_says_so() -> None:
    def names(file: str) -> set[str]:
        return {e.name for e in read(ROOT / "boards" / file).elements}

    assert names("afe_a/afe_a.cir") & names("afe_a/build.cir") == set()
    other = {"RDO", "RDPD", "RPUA", "RPUB", "RPUZ", "XA0", "XA1", "XB0", "XB1", "XZ1"}
    assert names("afe_b/afe_b.cir") & names("afe_b/build.cir") - {"RLIM"} <= other


def test_front_end_b_has_the_figures_of_its_firmware() -> None:
    """2.048 V / 4096 / 1.01 / 4.0 kOhm a code; RLIM takes 87 mV at 100 uA."""
    parts = elements("B")
    per_code = 2.048e12 / 4096 / (1 + parts["RDO"].ohm / parts["RDPD"].ohm)
    pa = per_code / (parts["RS1"].ohm + parts["RS2"].ohm)
    name, _unit, least, most = afe_b.FIELDS[0]
    assert name == "dac_pa" and abs(pa - (least + most) / 2) < 100
    assert 85 < 0.1 * parts["RLIM"].ohm < 90


@BOTH
def test_a_device_built_as_in_the_guide_passes_its_self_test(front_end: str) -> None:
    """In ngspice, nominal parts: each step inside its window. Needs ngspice."""
    kept = readings.stored(front_end)
    table = readings.TABLES[front_end]
    assert len(kept) == len(table)
    for row, one, again in zip(table, kept, readings.simulated(front_end), strict=True):
        step, _pins, ua, _ms, i_least, i_most, low, high, vt_low, vt_high, *_ = row
        assert (one.step, one.set_ua) == (step, ua)
        assert abs(one.i_ua - again.i_ua) < 0.3 and abs(one.vb_v - again.vb_v) < 0.02
        assert abs(one.vt_v - again.vt_v) < 0.02
        idle_v = kept[0].vt_v if front_end == "B" and step != "S0" else 0.0
        assert i_least <= one.i_ua <= i_most, step
        assert low / 1e3 <= one.vt_v - one.vb_v <= high / 1e3, step
        assert vt_low / 1e3 <= one.vt_v - idle_v <= vt_high / 1e3, step


def test_the_readings_are_those_of_hardware_md() -> None:
    page = (ROOT / "docs" / "hardware.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (S\d+)[\dS/]* \|[^|]*\| (\d+) \| ([\d.]+) \| ([\d.]+) \|", page, re.M)
    assert len(told) >= 8
    of = {one.step: one for one in readings.stored("A")}  # the later S3, of 100 uA
    for step, i_ua, vb_v, vt_v in told:
        assert abs(of[step].i_ua - float(i_ua)) < 2
        assert abs(of[step].vb_v - float(vb_v)) < 0.05 and abs(of[step].vt_v - float(vt_v)) < 0.05


def test_the_circuit_of_hardware_md_has_the_values_that_are_built() -> None:
    page = (ROOT / "docs" / "hardware.md").read_text(encoding="utf-8")
    circuit = page.partition("## 2. ")[2].partition("```\n")[2].partition("```")[0]
    parts = elements("A")
    told = dict(re.findall(r"\b([A-Z]+\d?[A-Z]*\d?) ([\d.]+[kMunp]?)(?= |$)", circuit, re.M))
    told = {part: text for part, text in told.items() if part in parts}
    assert len(told) >= 20
    for part, text in told.items():
        assert _number(text) == pytest.approx(_number(parts[part].value)), part


def _number(text: str) -> float:
    """Of 4.7k, 1.50k, 10M, 1meg, 100p."""
    digits, suffix = re.fullmatch(r"([\d.]+)([a-zA-Z]*)", text).groups()  # type: ignore[union-attr]
    powers = {"": 0, "k": 3, "M": 6, "meg": 6, "u": -6, "n": -9, "p": -12}
    return float(digits) * 10.0 ** powers[suffix]


def test_front_end_b_with_its_controls_behind_rlim_would_fail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Why build.cir has them at hv: as in afe_b.cir they pull VT down by 0.7 V in S2."""
    behind = {n: e for n, e in elements("B").items()}
    for part in ("RPUA", "RPUB", "RPUZ"):
        behind[part] = replace(behind[part], nodes=("vt", behind[part].nodes[1]))
    monkeypatch.setattr(readings, "elements", lambda _front_end: behind)
    first, _s1, second = (readings.simulated("B")[n] for n in (0, 1, 2))
    assert second.step == "S2" and second.vt_v - first.vt_v < -0.5


def test_hv_is_what_the_guide_says() -> None:
    parts = elements("A")
    hv = 1.235 * (1 + parts["RV1"].ohm / parts["RV2"].ohm)
    assert 17.4 < hv < 17.6
    fall_s = 2.2e-6 * parts["RBL"].ohm
    assert 17.95 * 2.718 ** (-0.35 / fall_s) < 0.4  # S10 looks 400 ms after HV_EN


def test_the_check_tells_what_is_out_of_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = tmp_path / "wiring-pico.svg"
    text = tmp_path / "wiring-pico.yml"
    monkeypatch.setattr(guide, "ROOT", tmp_path)
    assert list(guide._wrong(text, "a")) == ["wiring-pico.yml is out of date: make guide"]
    text.write_text("a", encoding="utf-8")
    picture.write_text("<svg/>" + guide._mark("b"), encoding="utf-8")
    assert "is not of its text" in next(guide._wrong(text, "a"))
    picture.write_text("<svg/>" + guide._mark("a"), encoding="utf-8")
    assert list(guide._wrong(text, "a")) == []


def test_pictures_are_small() -> None:
    for path in guide.FOLDER.iterdir():
        assert path.stat().st_size < 200_000, path
