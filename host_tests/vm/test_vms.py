"""Each function of host_tests/portable on each MicroPython: one case each, one start a file."""

from pathlib import Path

import pytest

from host_tests.vm.vms import PORTABLE, VMS, VmError, functions, results, verdicts

CASES = [
    pytest.param(vm, file, name, id=f"{vm}-{file.stem}-{name}")
    for vm in VMS
    for file in sorted(PORTABLE.glob("test_*.py"))
    for name in functions(file)
]


@pytest.mark.parametrize(("vm", "file", "name"), CASES)
def test_portable(vm: str, file: Path, name: str) -> None:
    said = results(vm, file).get(name, "the VM did not run it")
    assert not said, said


def test_there_is_something_to_run() -> None:
    assert len(CASES) >= 2 * len(VMS)


def test_a_vm_that_stops_half_way_is_no_pass() -> None:
    with pytest.raises(VmError, match="stopped before the end"):
        verdicts("PASS test_a\nMemoryError\n")


def test_a_vm_that_cannot_start_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VMS, "none", lambda module: ["/nowhere/micropython"])
    with pytest.raises(VmError, match="/nowhere/micropython"):
        results("none", PORTABLE / "test_integers.py")


@pytest.mark.parametrize("vm", VMS)
def test_a_failing_assertion_is_reported(vm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import host_tests.vm.vms as vms

    failing = Path(__file__).with_name("broken")
    monkeypatch.setattr(vms, "PORTABLE", failing)
    found = results(vm, failing / "half_broken.py")
    assert found["test_sound"] == ""
    assert "AssertionError: one is two" in found["test_unsound"]
