"""The runner of mutation tests: what it changes, what it calls dead, and the slice for CI."""

import ast
import time
from pathlib import Path

import pytest

from tools.mutation import fork, justified, portable, sample, targets
from tools.mutation.justified import Reason
from tools.mutation.mutants import of_file, tree_of

SOURCE = '''"""Text."""
TYPE_CHECKING = False
MOST = 400


def f(a: int, b: int) -> bool:
    """Text."""
    a += 1
    return not a < b and max(a, 2) == -b
'''


@pytest.fixture
def changes(tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "x.py"
    path.write_text(SOURCE, encoding="utf-8")
    found = of_file(path, "core/x.py")
    return {
        f"{each.lineno} {each.change}": ast.unparse(tree_of(SOURCE, each.number)) for each in found
    }


def test_each_change_changes_that_and_nothing_else(changes: dict[str, str]) -> None:
    assert list(changes) == [
        *("3 400 -> 500", "3 400 -> 300"),
        *("8 + -> -", "8 deleted", "8 1 -> 2", "8 1 -> 0"),
        *("9 deleted", "9 returns None", "9 and -> or", "9 not x -> x", "9 < -> <=", "9 < -> >="),
        *("9 == -> !=", "9 max -> min", "9 2 -> 3", "9 2 -> 1", "9 -x -> x"),
    ]
    whole = ast.unparse(ast.parse(SOURCE)).splitlines()
    for told, text in changes.items():
        lines = text.splitlines()
        assert len(lines) == len(whole), told
        assert sum(a != b for a, b in zip(lines, whole, strict=True)) == 1, told
    assert "not not a < b" in changes["9 not x -> x"]
    assert "== +b" in changes["9 -x -> x"] and "a -= 1" in changes["8 + -> -"]


def test_a_child_that_hangs_or_crashes_ends_as_that() -> None:
    def work(job: str) -> str:
        fork.limit(0.2)
        while job == "hangs":
            time.process_time()
        if job == "raises":
            raise ValueError
        return job

    found = dict(fork.run_all(["hangs", "raises", "", "said"], work, 2))
    assert found == {"hangs": "timeout", "raises": "crash", "": "", "said": "said"}


def test_a_line_that_an_import_runs_is_tried_by_all_tests() -> None:
    """What it makes of a table is read by tests that never get to the line."""
    mutant = next(
        each for group in targets.GROUPS for each in targets.mutants(group) if each.scope
    )
    every = set(portable.hashes())
    test = min(every)
    for reaching, tried in (([test], {test}), (["", test], every), ([""], every), ([], every)):
        lines = {mutant.file: {mutant.lineno: reaching}}
        order = portable.order(mutant, portable.Reach(lines, dict.fromkeys(every, 1.0)))
        assert set(order) == tried and len(order) == len(tried)
        assert order[0] == test or test not in reaching


def test_every_justification_names_a_mutant_and_a_stranger_is_told() -> None:
    mutants = [each for group in targets.GROUPS for each in targets.mutants(group)]
    assert justified.strangers(mutants, justified.load()) == []
    gone = Reason("core/judge.py", "no such line", (), "it is not there")
    wrong = Reason(mutants[0].file, mutants[0].line, ("1 -> 77",), "no such change")
    elsewhere = Reason(mutants[0].file, mutants[0].line, (), "of another function", "elsewhere")
    assert len(justified.strangers(mutants, [gone, wrong, elsewhere])) == 3


def test_an_entry_that_is_not_whole_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('[[survivor]]\nfile = "core/judge.py"\nline = "x"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"judge\.py.*give file, line or lines, why"):
        justified.load(tmp_path)


def test_the_sample_is_killed() -> None:
    assert len(sample.mutants()) >= 30, "renew tools/mutation/sample.json"
    assert [each.name for each in sample.survivors()] == []
