"""The table of hazards and the check: each way to be wrong is one line that says the cure."""

from pathlib import Path

import pytest

from tools.risk import TABLE
from tools.risk.check import problems
from tools.risk.report import page
from tools.risk.table import Hazard, RiskError, load

GOOD = """
[[hazard]]
id = "H1"
group = "Shock"
name = "A shock"
sequence = "It is touched."
firmware = "A ramp."
before = "felt"
after = "not felt"
tests = ["portable/test_a.py::test_ramp"]
"""
ONE = Hazard("H1", "Shock", "A shock", "Touched.", "felt", "not felt", use="Do not.")


def loaded(folder: Path, text: str) -> list[Hazard]:
    file = folder / "hazards.toml"
    file.write_text(text)
    return load(file)


def test_an_entry_comes_out_as_it_was_written(tmp_path: Path) -> None:
    (one,) = loaded(tmp_path, GOOD)
    assert (one.id, one.firmware, one.hardware) == ("H1", "A ramp.", "")
    assert one.tests == ("portable/test_a.py::test_ramp",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "H1"', 'id = "1"', r"entry 1 \(1\): id is not H and a number"),
        ('id = "H1"', "", r"entry 1 \(no id\): id is missing"),
        ('name = "A shock"', 'name = ""', "name is missing or empty"),
        ('firmware = "A ramp."', "", "no measure"),
        ("firmware", "firmwear", "unknown key firmwear"),
        ('before = "felt"', "before = 3", "a value of another type"),
        ('["portable/test_a.py::test_ramp"]', "[1]", "a value of another type"),
        ('["portable/test_a.py::test_ramp"]', '"all"', "a value of another type"),
        ("[[hazard]]", "[hazard]", "give .*hazard.* entries"),
        ("[[hazard]]", "[[hazard]", "hazards.toml: .*: git checkout or mend it"),
        ("[[hazard]]", "top = 1\n[[hazard]]", "and nothing else"),
    ],
)
def test_a_damaged_table_is_one_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(RiskError, match=said) as told:
        loaded(tmp_path, GOOD.replace(old, new))
    assert "\n" not in str(told.value)


def test_an_id_is_used_once(tmp_path: Path) -> None:
    with pytest.raises(RiskError, match="H1 is there twice"):
        loaded(tmp_path, GOOD + GOOD)


def test_no_table_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(RiskError, match=r"hazards.toml: .*No such file"):
        load(tmp_path / "hazards.toml")


def test_all_is_well() -> None:
    named = ONE._replace(tests=("a.py::test_a",))
    assert list(problems([named], {"a.py::test_a": {"H1"}, "a.py::test_b": set()})) == []


def test_a_hazard_without_a_test_is_told() -> None:
    assert list(problems([ONE], {"a.py::test_a": set()})) == [
        "H1 (A shock): no test shows it: write one, "
        'mark one with @pytest.mark.hazard("H1")'
    ]  # fmt: skip


def test_a_test_that_does_not_exist_is_told() -> None:
    named = ONE._replace(tests=("a.py::test_gone",))
    (said,) = problems([named], {"a.py::test_a": {"H1"}})
    assert said == "H1: no test a.py::test_gone: mend its name in hazards.toml"


def test_a_marker_of_no_hazard_is_told() -> None:
    (said,) = problems([ONE], {"a.py::test_a": {"H1", "H9"}})
    assert said.startswith("a.py::test_a: shows H9, which is no hazard")


def test_the_page_names_every_test_in_its_file() -> None:
    two = ONE._replace(id="H2", group="Charge", name="A burn")
    text = page([ONE, two], {"a.py::test_a": {"H1", "H2"}, "a.py::test_b": {"H1"}})
    assert "| [H1](#h1) | A shock | felt | not felt | 2 |" in text
    assert "  - [a.py](../host_tests/a.py): `test_a`, `test_b`\n" in text
    assert text.index("\n## Shock") < text.index("H1 A shock") < text.index("\n## Charge")
    assert text.count("`test_a`") == 2 and text.count("`test_b`") == 1


def test_our_own_table_reads() -> None:
    assert len(load(TABLE)) > 30
