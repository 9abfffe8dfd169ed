"""A device as the server sees it: bytes both ways."""

from collections.abc import Callable
from typing import Protocol


class Link(Protocol):
    """One page at a time opens it."""

    def open(self, hear: Callable[[bytes], None], gone: Callable[[str], None]) -> None:
        """hear: what the device says, as it comes; gone: once, why it went. NoDevice."""

    def write(self, data: bytes) -> None:
        """Send it after what still waits."""

    def waits(self) -> int:
        """Bytes that were written and are not yet sent."""

    def close(self) -> None:
        """Nobody listens any more."""
