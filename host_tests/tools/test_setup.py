"""`make setup`: does what is needed, once; stopped or failing, says one line and goes on later."""

import ast
import errno
import fcntl
import io
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import ROOT
from tools.bootstrap import refusal
from tools.emulator import uf2
from tools.setup_steps import failure, runner, steps
from tools.setup_steps.failure import Failure
from tools.setup_steps.runner import Step


class Bench:
    """Three steps in an empty folder. `make` of one can be replaced, `made` says what ran."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: list[str] = []
        self.inputs = {"a": 1, "b": 1, "c": 1}
        self.acts: dict[str, Callable[[], None]] = {}
        self.steps = [self._step(name) for name in self.inputs]

    def _step(self, name: str) -> Step:
        def make(_say: Callable[[str], None]) -> Path:
            self.made.append(name)
            self.acts.get(name, lambda: None)()
            product = self.folder / name
            product.touch()
            return product

        return Step(name, lambda: self.inputs[name], make)

    def run(self) -> tuple[int, list[str], list[str]]:
        """Exit code, what was made, lines shown."""
        self.made.clear()
        out = io.StringIO()
        code = runner.run(self.steps, self.folder / "stamps", self.folder / "lock", out)
        return code, list(self.made), out.getvalue().splitlines()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def fails(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


def test_all_is_done_once_with_number_name_and_seconds(bench: Bench) -> None:
    code, made, shown = bench.run()
    assert (code, made) == (0, ["a", "b", "c"])
    assert [line.rsplit("  ", 1)[0] for line in shown] == [
        "set-up [1/3] a",
        "set-up [2/3] b",
        "set-up [3/3] c",
    ]
    assert all(line.endswith(" s") for line in shown)
    assert bench.run() == (0, [], [])


def test_a_changed_input_makes_its_step_again(bench: Bench) -> None:
    bench.run()
    bench.inputs["b"] = 2
    assert bench.run()[1] == ["b"]


def test_a_lost_product_is_made_again(bench: Bench) -> None:
    bench.run()
    (bench.folder / "c").unlink()
    assert bench.run()[1] == ["c"]


def test_a_torn_stamp_is_no_stamp(bench: Bench) -> None:
    bench.run()
    bench.steps[0].stamp(bench.folder / "stamps").write_text("")
    assert bench.run()[1] == ["a"]


def test_stopped_by_hand_it_goes_on_from_there(bench: Bench) -> None:
    bench.acts["b"] = fails(KeyboardInterrupt())
    code, made, shown = bench.run()
    assert (code, made) == (130, ["a", "b"])
    assert shown[-1] == "set-up [2/3] b: stopped. The same command goes on from here."
    bench.acts.clear()
    assert bench.run()[:2] == (0, ["b", "c"])


def test_a_failed_renewal_is_not_taken_for_the_old_success(bench: Bench) -> None:
    bench.run()
    bench.inputs["b"] = 2
    bench.acts["b"] = fails(Failure("no"))
    bench.run()
    bench.inputs["b"] = 1
    bench.acts.clear()
    assert bench.run()[1] == ["b"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "x", "/disk/file"), "disk full at /disk/file: free 2 GB"),
        (OSError(errno.EACCES, "x", "/root/file"), "cannot write at /root/file: make it yours"),
        (OSError(errno.EROFS, "x"), "cannot write: make it yours"),
        (OSError(errno.ENOENT, "no such file", "/gone"), "no such file at /gone"),
        (Failure("what, where, cure"), "what, where, cure"),
    ],
)
def test_an_error_is_one_line_and_leaves_the_rest(
    bench: Bench, error: Exception, said: str
) -> None:
    bench.acts["b"] = fails(error)
    code, made, shown = bench.run()
    assert (code, made) == (1, ["a", "b"])
    assert len(shown) == 2
    assert shown[-1].startswith(f"set-up [2/3] b: {said}")
    bench.acts.clear()
    assert bench.run()[:2] == (0, ["b", "c"])


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("ERROR: [Errno 28] No space left on device", "disk full (what pip said: "),
        ("npm error code ENOSPC", "disk full"),
        ("NewConnectionError: Failed to establish\nERROR: No matching", "no network"),
        ("npm error code EAI_AGAIN", "no network"),
        ("error: [Errno 13] Permission denied", "cannot write"),
        ("ERROR: No matching distribution found for x==1", "pip failed: No matching distribution"),
        ("Traceback:\n  x\nImageRefused: a; do b\n", "pip failed: ImageRefused: a; do b (all it"),
        ("", "pip failed: exit code 3"),
    ],
)
def test_what_a_command_said_becomes_one_line(tmp_path: Path, output: str, said: str) -> None:
    log = tmp_path / "x.log"
    log.write_text(output)
    text = str(failure.of_command("pip", 3, log))
    assert text.startswith(said)
    assert str(log) in text
    assert "\n" not in text


def test_a_failing_command_leaves_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "LOGS", tmp_path / "logs")
    with pytest.raises(Failure, match=r"sh failed: broken \(all it said: .*logs/sh\.log\)"):
        steps.run("sh", ["sh", "-c", "echo ERROR: broken; exit 1"])


def test_two_at_once_take_turns(bench: Bench) -> None:
    shown: list[list[str]] = []
    with (bench.folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = threading.Thread(target=lambda: shown.append(bench.run()[2]))
        second.start()
        second.join(0.2)
        assert second.is_alive() and bench.made == []
    second.join(5)
    assert shown[0][0] == "set-up: another one is running, waiting for it"
    assert bench.made == ["a", "b", "c"]


def test_half_made_things_are_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "typings"
    (tmp_path / "typings.part").mkdir()
    (tmp_path / "typings.part" / "half").touch()
    part = steps.fresh(path)
    assert not part.exists()
    part.mkdir()
    path.mkdir()
    (path / "old").touch()
    assert list(steps.settle(part, path).iterdir()) == []


def test_python_that_is_too_old_is_refused_in_one_line() -> None:
    said = refusal((3, 10))
    assert said.startswith("Python 3.10 is too old, 3.11 or later is needed")
    assert "PYTHON=" in said
    assert refusal((3, 11)) == ""
    assert refusal((3, 15)) == ""


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_python_without_venv_is_refused_with_the_cure(missing: str) -> None:
    said = refusal((3, 11), lambda name: None if name == missing else object())
    assert said.endswith("sudo apt install python3-venv")


def test_an_old_python_can_read_the_refusal() -> None:
    source = (ROOT / "tools" / "bootstrap.py").read_text()
    ast.parse(source, feature_version=(3, 7))


def _command(folder: Path, name: str, prints: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\necho '{prints}'\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("node", "npm", "taken"),
    [("18 /opt/node", True, True), ("16 /opt/node", True, False), ("", True, False)]
    + [("22 /opt/node", False, False)],
)
def test_the_machines_node_is_taken_when_it_is_new_enough_and_has_npm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, node: str, npm: bool, taken: bool
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if node:
        _command(tmp_path, "node", node)
    if npm:
        _command(tmp_path, "npm", "")
    assert steps.machine_node() == (("/opt/node", str(tmp_path / "npm")) if taken else None)


def test_the_cache_is_where_the_user_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    monkeypatch.setenv("GALVA_CACHE", "/g")
    assert uf2.cache() == Path("/g")
    monkeypatch.delenv("GALVA_CACHE")
    assert uf2.cache() == Path("/x/galva")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert uf2.cache() == Path.home() / ".cache" / "galva"


def test_finding_nothing_to_do_takes_no_time() -> None:
    def once() -> float:
        began = time.process_time()
        for step in steps.STEPS:
            step.is_done(runner.STAMPS)
        return time.process_time() - began

    assert min(once() for _ in range(3)) < 0.1
