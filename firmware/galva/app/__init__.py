"""The application: buttons, light, sound, status line. May allocate, be slow or crash: the tick
distrusts it."""

import asyncio

from .app import main

__all__ = ("main", "run")


def run(device: "Device") -> None:
    """Run until something ends it; the caller switches the device off."""
    asyncio.run(main(device))


TYPE_CHECKING = False
if TYPE_CHECKING:
    from .app import Device
