"""A session of the emulated device over its UART, as the monitor hears it."""

from collections.abc import Callable, Iterator
from functools import partial

from tools.emulator.rig import EmulatedRig
from tools.link import Client
from tools.link.port import READ_S
from tools.monitor.feed import Feed
from tools.monitor.model import Model
from tools.rigs import until

# (at, ms after the first status line; what a person does)
SCRIPT: tuple[tuple[float, Callable[[EmulatedRig], None]], ...] = (
    (500, lambda rig: rig.hold("PLUS")),
    (1600, lambda rig: rig.release("PLUS")),
    (2500, lambda rig: rig.touch("typical")),
    (3000, lambda rig: rig.hold("START")),
    (3700, lambda rig: rig.release("START")),
    (34_000, lambda rig: rig.lift()),
    (37_500, lambda rig: rig.touch("good")),
)
END_MS = 46_000


class UartPort:
    """UART of a rig as the client's port: a read lets READ_S of emulated time pass."""

    def __init__(self, rig: EmulatedRig) -> None:
        self._rig = rig
        self._said = bytearray()
        self._heard = b""  # sent with the next read, in one piece: rig.send begins at once
        rig.uart.listeners.append(self._said.append)

    def read(self) -> bytes:
        """What was said in READ_S."""
        self._rig.send(self._heard, "uart")
        self._heard = b""
        self._rig.run(1000 * READ_S)
        said = bytes(self._said)
        self._said.clear()
        return said

    def write(self, data: bytes) -> None:
        """Send it."""
        self._heard += data

    def close(self) -> None:
        """Nothing to let go of."""


def booted() -> EmulatedRig:
    """On battery, after its self-test, electrodes in the air."""
    rig = EmulatedRig()
    until(rig, "IDLE", slice_ms=100)
    return rig


def played(rig: EmulatedRig, model: Model, end_ms: float = END_MS) -> Iterator[float]:
    """Do the script, the model hears it; gives the ms that have passed. model: on rig's time."""
    begin_ms = rig.now_ms
    for ms, act in SCRIPT:
        rig.at(ms, partial(act, rig))
    feed = Feed(Client(lambda: UartPort(rig)))
    for news in feed.run():
        model.take(news)
        model.look()
        yield rig.now_ms - begin_ms
        if rig.now_ms - begin_ms >= end_ms:
            feed.close()
