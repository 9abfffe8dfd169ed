"""A board's file system and prompt, through mpremote as a subprocess."""

import subprocess
import sys
import time
from pathlib import Path

from tools.link import Client, SerialPort
from tools.problems import Failed, NoDevice, Problem, Refused

_LISTEN_S = 1.5
_TEST_S, _PAUSE_S = 60.0, 0.3  # a self-test takes 4 s, on an emulated chip some times that
# What mpremote says, and what it means; its library changes, its words hardly do.
_UNPLUGGED = "unplugged in the middle: plug it in, run it again"
_FAILURES: tuple[tuple[str, type[Problem], str], ...] = (
    ("no device found", NoDevice, "no such port: check the cable"),
    ("failed to access", NoDevice, "cannot be opened: check cable and rights, close other tools"),
    ("could not enter raw repl", Failed, "no MicroPython prompt: unplug it, plug it in"),
    ("no space left", Failed, "the file system is full: remove files that are not Galva's"),
    ("device disconnected", NoDevice, _UNPLUGGED),
    ("serialexception", NoDevice, _UNPLUGGED),
    ("termios.error", NoDevice, _UNPLUGGED),
)


class Remote:
    """The board at a port. Everything here ends the running program first, and so its output."""

    def __init__(self, port: str) -> None:
        self.port = port

    def do(self, *commands: str | Path, timeout_s: float = 60, resume: bool = True) -> str:
        """Run mpremote commands (joined by "+"), what it printed. Problem.

        resume: the state of the interpreter is kept; else a soft reset comes first.
        """
        start = (sys.executable, "-m", "mpremote", "connect", self.port)
        told = [*start, *(["resume"] if resume else []), *map(str, commands)]
        try:
            done = subprocess.run(
                told, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout_s
            )
        except subprocess.TimeoutExpired:
            late = f"{self.port}: no answer in {timeout_s:.0f} s: unplug it, plug it in, try again"
            raise Failed(late) from None
        printed = done.stdout.decode(errors="replace")
        if done.returncode:
            raise self.problem(printed + done.stderr.decode(errors="replace"))
        return printed

    def execute(self, code: str, timeout_s: float = 60) -> str:
        """Run code at the prompt; what it printed."""
        return self.do("exec", code, timeout_s=timeout_s)

    def reset(self) -> None:
        """As after power-on: the program starts."""
        self.do("reset")

    def problem(self, printed: str) -> Problem:
        """What the words of a failed mpremote mean."""
        words = printed.lower()
        for text, kind, cure in _FAILURES:
            if text in words:
                return kind(f"{self.port}: {cure}")
        last = (printed.strip().splitlines() or ["mpremote said nothing"])[-1]
        return Failed(f"{self.port}: {last}: see galva doctor")


def state(port: str) -> str:
    """That of the program there, a self-test waited for; "" = it does not answer. NoDevice."""
    end_s = time.monotonic() + _TEST_S
    with Client(lambda: SerialPort(port), _LISTEN_S) as client:
        try:
            while (told := client.status().state) == "SELF_TEST" and time.monotonic() < end_s:
                time.sleep(_PAUSE_S)
        except Failed:
            return ""  # a prompt, or another program
    return told


def refuse_in_session(port: str) -> None:
    """Refused: what would end the program does not come into a session."""
    if state(port) not in ("", "IDLE", "FAULT"):
        raise Refused(f"{port}: a session runs: end it first (galva stop)")
