"""galva calibrate and galva selftest on devices of fakes: exit codes and what they print."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from host_tests.calibrate.workshop import Shop
from tools.calibrate import bench, progress
from tools.cli import app, selftest
from tools.cli import calibrate as command
from tools.cli.remote import Remote

Run = Callable[..., int]


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    shop = Shop(monkeypatch)
    yield shop
    shop.rig.close()


@pytest.fixture
def run(shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """galva with these arguments; the device's time passes instead of ours."""

    def open_port(_path: str) -> Shop:
        return shop

    for module in (command, selftest):
        monkeypatch.setattr(module, "SerialPort", open_port)

    def pause(seconds: float) -> None:
        shop.rig.run(seconds * 1000)

    monkeypatch.setattr(bench.Bench.__init__, "__defaults__", (pause,))
    monkeypatch.setattr(Remote, "reset", lambda _self: shop.switch())
    monkeypatch.setattr(progress.Progress.__init__, "__defaults__", (tmp_path,))
    return lambda *arguments: app.main([*arguments, "--port", "x"])


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> list[str]:
    """These lines on stdin; what was asked."""
    asked: list[str] = []
    waiting = list(lines)

    def answer(question: str) -> str:
        asked.append(question)
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    monkeypatch.setattr("builtins.input", answer)
    return asked


def test_readings_on_stdin_and_a_second_run_goes_on(
    run: Run, shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = typed(monkeypatch, "0", "0.498", "45")
    assert run("calibrate") == 1
    printed = capsys.readouterr()
    assert len(asked) == 4 and "one place too many" in printed.out
    assert printed.err.count("\n") == 1 and "run it again to go on" in printed.err
    asked = typed(monkeypatch, "4.478", "1.0", "-1.0", "3", "-3.00")
    assert run("calibrate", "--json") == 0
    assert len(asked) == 5 and asked[0].startswith("high")
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["record"]["unit"] == "pA nA counts" and len(told["errors"]) == 4
    typed(monkeypatch)
    assert run("calibrate") == 1  # done: the next one begins anew
    assert "zero, 0 µA" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--jacks",), 4, "over USB the relay cannot close"),
        (("--ohm", "1000"), 2, "give 9500..10500"),
        (("--meter-file", "/nowhere/x"), 1, "/nowhere/x: No such file"),
    ],
)
def test_wrong_usage_is_one_line(
    run: Run,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    assert run("calibrate", *arguments) == code
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1


def test_the_self_test_is_a_table_and_its_failure_names_the_part(
    run: Run, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("selftest", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [step["name"] for step in told["steps"]][:4] == ["S0", "S1", "S2", "S3"]
    assert told["steps"][4]["ua_window"] == [91, 110] and 91 <= told["steps"][4]["ua"] <= 110
    shop.rig.front.inject(shop.rig.now_ms * 1000, "dummy half")
    assert run("selftest") == 1
    printed = capsys.readouterr()
    assert "RDUM" in printed.err and "S3" in printed.err
    shop.rig.front.build(shop.rig.front.afe.parts.__class__())
    assert run("selftest") == 0  # which clears the fault
    shop.rig.run(600)
    assert shop.rig.status["fault"] == ""
