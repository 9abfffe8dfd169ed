"""Names, resistors and scripts of contact."""

import math

import pytest

from tools.sim.skin import DRY, OPEN, Skin, as_skin


@pytest.mark.parametrize(
    "name,ohm",
    [("good", 5e3), ("typical", 11e3), ("poor", 20e3), ("open", math.inf), ("short", 1.0)]
    + [("10k", 10e3), ("4.7k", 4_700.0), ("470", 470.0), ("1M", 1e6), ("22 kohm", 22e3)],
)
def test_names_and_resistors(name: str, ohm: float) -> None:
    assert as_skin(name).dc_ohm == ohm


def test_a_skin_is_itself() -> None:
    assert as_skin(DRY) is DRY


def test_dry_skin_is_far_above_what_counts_as_contact() -> None:
    assert DRY.contact and DRY.dc_ohm > 200_000
    assert not OPEN.contact


@pytest.mark.parametrize("name", ["", "gel", "k", "-5k", "0", "0.0k", "10K", "10k5", "1e3", "nan"])
def test_anything_else_is_refused_with_the_cure(name: str) -> None:
    with pytest.raises(ValueError, match=r"not known; use open, short, .* such as 10k"):
        as_skin(name)


@pytest.mark.parametrize(
    "values",
    [(0, 0, 0), (-1, 0, 0), (math.nan, 0, 0), (1, -1, 1), (1, 1, -1), (1, 5, 0), (1, 0, 5)],
)
def test_impossible_skins_are_refused(values: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"rs_ohm must be above 0|give both"):
        Skin(*values)
