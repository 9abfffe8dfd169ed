"""A host at the end of a link, on either rig."""

import json
from typing import Any

from crcline import seal

LINKS = ("usb", "uart")
Rig = Any  # host_tests.fake_rig.FakeRig or tools.emulator.rig.EmulatedRig


def command(**record: object) -> bytes:
    """A command's line with its crc."""
    return (seal(json.dumps(record)) + "\n").encode()


def answers(rig: Rig, data: bytes, link: str = "usb", ms: float = 200) -> list[dict[str, Any]]:
    """What came back within ms of the last byte."""
    before = len(rig.answers[link])
    rig.send(data, link)
    rig.run(ms + len(data) * 0.3)
    return list(rig.answers[link][before:])


def ask(rig: Rig, link: str = "usb", **record: object) -> dict[str, Any]:
    """The one answer to a command."""
    (answer,) = answers(rig, command(**record), link)
    return answer
