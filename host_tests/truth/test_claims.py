"""Each figure of the README has something behind it."""

import pytest

from tools.truth import claims, made
from tools.truth.claims import Claim, wrong

PEAK = Claim("0-500 µA", code="galva.core.limits:PEAK_UA", is_=500)


def test_the_readme_says_what_is_so() -> None:
    assert claims.check() == []
    assert len(claims.load()) > 10


def test_a_figure_without_a_claim_is_told_with_its_words() -> None:
    (line,) = wrong("It is off 7 ms after a fault, at 0-500 µA.", [PEAK])
    assert "'7 ms'" in line and "off 7 ms after" in line


@pytest.mark.parametrize("text", ["`7 ms`", "    7 ms", "<!-- table: a -->\n7 ms\n<!-- end -->"])
def test_tables_and_commands_are_no_prose(text: str) -> None:
    assert list(wrong(text, [])) == []


def test_a_claim_that_the_readme_dropped_is_told() -> None:
    (line,) = wrong("Nothing.", [PEAK])
    assert "no longer says" in line


TEST = "host_tests/truth/test_claims.py::test_a_claim_that_the_readme_dropped_is_told"


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (Claim("5 ms", code="galva.core.limits:PEAK_UA", is_=501), "is 500, not 501"),
        (Claim("5 ms", code="galva.core.limits:GONE", is_=1), "is None, not 1"),
        (Claim("5 ms", test="host_tests/truth/test_claims.py::gone", says=""), "is gone"),
        (Claim("5 ms", test="host_tests/truth/gone.py::gone", says=""), "gone.py is gone"),
        (Claim("5 ms", test=TEST, says="<= 5"), "no longer says '<= 5'"),
        (Claim("5 ms", file="README.md", says="\0"), "no longer says"),
    ],
)
def test_a_claim_that_is_not_so_is_told(claim: Claim, reason: str) -> None:
    (line,) = wrong("Off in 5 ms.", [claim])
    assert reason in line


def test_a_claim_that_holds_says_nothing() -> None:
    held = Claim("5 ms", test=TEST, says="no longer says")
    assert list(wrong("Off in 5 ms, 0-500 µA.", [held, PEAK])) == []


def test_a_page_that_is_older_than_its_code_stands_behind_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = Claim("1000 lines", file="docs/accuracy.md", says="1000")
    assert list(wrong("1000 lines", [said])) == []
    stamps = made.stamps() | {"accuracy": {"on": "2020-01-01", "code": "another"}}
    monkeypatch.setattr(made, "stamps", lambda: stamps)
    (line,) = wrong("1000 lines", [said])
    assert "docs/accuracy.md is older than the code: make accuracy" in line
