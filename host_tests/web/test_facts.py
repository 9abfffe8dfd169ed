"""What the page knows of the firmware is what the firmware is."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from galva.core import faults, limits, settings
from galva.core.afe_a import TABLE as STEPS_A
from galva.core.afe_b import TABLE as STEPS_B
from galva.core.modes import MODES
from galva.core.routine import AREAS, ROUTINES
from tools import ROOT
from tools.calibrate import entry
from tools.signals import TABLE as SIGNALS
from tools.web.build import NODE
from tools.web.facts import write


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """As the page has them: read by Node from the file."""
    file = write(tmp_path_factory.mktemp("facts") / "facts.mjs")
    code = f"import {{FACTS}} from {json.dumps(str(file))}; console.log(JSON.stringify(FACTS))"
    told = subprocess.check_output([NODE, "--input-type=module", "-e", code], text=True)
    return dict(json.loads(told))


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


def test_every_row_is_there_in_its_order(facts: dict[str, Any]) -> None:
    assert names(facts["modes"]) == [mode.name for mode in MODES]
    assert names(facts["faults"]) == [row[1] for row in faults.TABLE]
    assert names(facts["settings"]) == [one.name for one in settings.TABLE]
    assert names(facts["signals"]) == list(SIGNALS)
    assert names(facts["routines"]) == [routine.name for routine in ROUTINES]
    assert names(facts["zones"]) == list(AREAS)
    assert set(facts["boards"]) == {path.stem for path in (ROOT / "boards").glob("*.py")}


def test_the_figures_are_the_device_s(facts: dict[str, Any]) -> None:
    lift, bounds = facts["modes"][0], facts["limits"]
    assert (lift["levels_ua"][0], lift["levels_ua"][-1]) == (MODES[0].least_ua, MODES[0].most_ua)
    assert [sum(s["seconds"] for s in each["steps"]) for each in facts["routines"]] == [
        routine.total_s for routine in ROUTINES
    ]
    assert (bounds["peak_ua"], bounds["battery_end_mv"]) == (limits.PEAK_UA, 3100)
    assert facts["calibration"]["calibrated"] == {"part": entry.CALIBRATED.part, "ua": 2}


def test_a_rule_has_its_cure_and_only_a_trip_latches(facts: dict[str, Any]) -> None:
    for told in facts["faults"]:
        bit = next(row[0] for row in faults.TABLE if row[1] == told["name"])
        assert told["cure"] == faults.cure(bit)
        assert told["latched"] == faults.latching(bit)
        assert told["by_test"] == (told["latched"] and told["name"] != "USB_POWER")


def test_every_end_has_a_signal(facts: dict[str, Any]) -> None:
    assert list(facts["end_signals"]) == facts["ends"]
    assert facts["end_signals"]["contact lost"] == "no contact"
    assert set(facts["end_signals"].values()) - {""} <= set(SIGNALS)


def test_a_setting_that_can_raise_the_current_says_so(facts: dict[str, Any]) -> None:
    sure = {row["name"] for row in facts["settings"] if row["sure"]}
    assert sure == {one.name for one in settings.TABLE if one.danger} >= {"user_ua", "area_mm2"}
    for row in facts["settings"]:
        one = settings.named(row["name"])
        assert one
        assert (row["least"], row["most"], row["usual"]) == (one.least, one.most, one.default)


@pytest.mark.parametrize(("name", "table"), [("A", STEPS_A), ("B", STEPS_B)])
def test_the_self_test_has_its_windows(facts: dict[str, Any], name: str, table: Any) -> None:
    told = facts["front_ends"][name]["self_test"]
    windows = [(s["name"], *s["ua"], *s["drop_mv"], *s["vt_mv"], s["part"]) for s in told]
    assert windows == [(row[0], *row[4:10], row[12]) for row in table]


def test_who_must_not_use_it_is_the_list_of_the_page(facts: dict[str, Any]) -> None:
    text = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
    for key, head in (("who", "Who must not use it"), ("where", "Where it must not be used")):
        points = text.split(f"## {head}\n")[1].split("\n## ")[0].count("\n- ") + 1
        assert len(facts["safety"][key]) == points
        assert not any("[" in line or "\n" in line for line in facts["safety"][key])


def test_it_is_written_only_when_it_changed(tmp_path: Path) -> None:
    file = write(tmp_path / "facts.js")
    was = file.stat().st_mtime_ns
    assert write(file).stat().st_mtime_ns == was
    file.write_text("torn")
    assert "FACTS" in write(file).read_text()
    assert list(tmp_path.iterdir()) == [file]
