"""The device's file system as a littlefs image of the Pico W layout."""

from littlefs import LittleFS

from tools.emulator.chip import FILES_AT

BLOCK, BLOCKS = 4096, 212


def _system(*, mount: bool) -> LittleFS:
    """An empty one. cache_size is MicroPython's; another one reads back as damaged."""
    return LittleFS(
        mount=mount,
        block_size=BLOCK,
        block_count=BLOCKS,
        prog_size=256,
        read_size=32,
        lookahead_size=32,
        cache_size=1024,
    )


def mounted(flash: bytes) -> LittleFS:
    """The file system of a chip that was switched off (Chip.snapshot). LittleFSError."""
    system = _system(mount=False)
    system.context.buffer[:] = flash[FILES_AT : FILES_AT + BLOCK * BLOCKS]
    system.mount()
    return system


def littlefs(content: dict[str, bytes]) -> bytes:
    """The image of these files."""
    system = _system(mount=True)
    for name, data in content.items():
        if "/" in name:
            system.makedirs(name.rpartition("/")[0], exist_ok=True)
        with system.open(name, "wb") as file:
            file.write(data)
    return bytes(system.context.buffer)
