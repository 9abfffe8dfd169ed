"""The doctor's round: computer, port, device, files, self-test; each what was found, or well."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from tools.cli.remote import Remote
from tools.deploy.survey import Survey, survey
from tools.doctor import files, host, records, state, talk
from tools.doctor.findings import SKIPPED, Finding, found, well
from tools.doctor.host import Host
from tools.doctor.talk import Boot, Talk
from tools.link import SerialPort
from tools.problems import Problem

Say = Callable[[str], None]


class Device(Protocol):
    """A board, as the doctor meets it."""

    def ask(self) -> Talk:
        """Over its link; empty when no Galva answers."""

    def read(self) -> Survey | str:
        """Its files, which ends the program; or why they could not be read."""

    def start(self, *, listen: bool) -> Boot | None:
        """A reset. listen: to the end of the self-test; else None."""

    def set_clock(self) -> None:
        """To this computer's time."""


class AtPort:
    """The one at a serial port."""

    def __init__(self, port: str, silent_s: float = talk.SILENT_S) -> None:
        """silent_s: so long without a byte after a reset, and it does not start."""
        self._port = port
        self._silent_s = silent_s
        self._remote = Remote(port)

    def _open(self) -> SerialPort:
        return SerialPort(self._port)

    def ask(self) -> Talk:
        """Over its link. NoDevice."""
        return talk.ask(self._open)

    def read(self) -> Survey | str:
        """One script at the prompt."""
        try:
            return survey(self._remote, resume=True)  # a boot.py that hangs is not run
        except Problem as problem:
            return str(problem)

    def start(self, *, listen: bool) -> Boot | None:
        """As after power-on."""
        try:
            self._remote.reset()
            if not listen:
                return None
            boot = talk.listen(self._open, b"", self._silent_s)
            if not boot.status and not boot.said:  # its first lines may be lost until USB is back
                boot = talk.listen(self._open, talk.SOFT_RESET, self._silent_s)
        except Problem as problem:
            return Boot(said=[str(problem)])
        return boot

    def set_clock(self) -> None:
        """To this computer's time."""
        talk.set_clock(self._open)


def examine(
    computer: Host, port: str, say: Say, at: Callable[[str], Device] = AtPort
) -> Iterator[Finding]:
    """Every finding, in order; one `ok` for each group that has none. say: what is done now."""
    tools = [f"{name} {version}" for name, (version, _due) in computer.tools.items()]
    python = ".".join(map(str, computer.python))
    yield from _told(host.of_tools(computer), "host", f"Python {python}, {', '.join(tools)}")
    port, wrong = host.of_port(computer, port)
    yield from _told(wrong, "usb", port)
    if port:
        yield from _device(at(port), port, say)


def _told(findings: Iterable[Finding], group: str, well_: str) -> list[Finding]:
    """The findings; what is well first, when nothing is wrong. well_: "" = that is not known."""
    told = list(findings)
    if well_ and all(each.level == SKIPPED for each in told):
        told.insert(0, well(group, well_))
    return told


def _device(device: Device, port: str, say: Say) -> Iterator[Finding]:
    say("the device is asked")
    heard = device.ask()
    if heard.session or heard.hello.get("link") == "uart":
        yield found("session runs" if heard.session else "no usb here", port=port)
        yield from _of_state(heard, None)
        return
    say("its files are read, which ends its program")
    seen = device.read()
    if isinstance(seen, Survey):
        yield from _of_files(seen)
    else:
        yield found("no prompt", port=port, why=seen)
    say("it starts, and tests itself")
    boot = device.start(listen=not isinstance(seen, Survey) or seen.starts)
    if boot is None:
        return
    heard = _and_now(device, heard, boot)
    passed = "every step passed" if boot.tested else ""
    yield from _told(state.of_start(heard, boot), "self-test", passed)
    yield from _of_state(heard, boot)


def _and_now(device: Device, before: Talk, boot: Boot) -> Talk:
    """The time that it knew is told again; what it did not answer before, it may answer now."""
    if not boot.status:
        return before
    if not before.hello:
        return device.ask()
    if before.hello.get("seconds") is not None:
        device.set_clock()
    return before


def _of_state(heard: Talk, boot: Boot | None) -> list[Finding]:
    status = boot.status if boot and boot.status else heard.status
    if not status:
        return []
    mv = status.get("battery_mv")
    battery = f"battery {mv} mV" if mv else "battery not yet measured"
    words = f"{status['state']}, {battery}, {status.get('link')}"
    return _told(state.of_state(heard, boot), "state", words)


def _of_files(seen: Survey) -> Iterator[Finding]:
    running = f"MicroPython {seen.micropython}, {seen.machine}"
    yield from _told(files.of_firmware(seen), "board", running)
    free, whole = seen.free_bytes // 1024, seen.all_bytes // 1024
    told = f"{len(seen.files)} files, {free} of {whole} kB are free"
    yield from _told(files.of_files(seen), "files", told)
    if seen.board:
        yield from _told(records.of_records(seen), "records", "calibration and records are sound")
