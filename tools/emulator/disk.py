"""The device's file system as a littlefs image of the Pico W layout."""

from contextlib import suppress

from littlefs import LittleFS, LittleFSError

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


def _written(content: dict[str, bytes]) -> LittleFS:
    """One with these files. LittleFSError: they do not fit."""
    system = _system(mount=True)
    for name, data in content.items():
        if "/" in name:
            system.makedirs(name.rpartition("/")[0], exist_ok=True)
        with system.open(name, "wb") as file:
            file.write(data)
    return system


def littlefs(content: dict[str, bytes]) -> bytes:
    """The image of these files. LittleFSError: they do not fit."""
    return bytes(_written(content).context.buffer)


def filled(content: dict[str, bytes], free: int = 0) -> dict[str, bytes]:
    """Those files, and a `filler` that leaves so many blocks free. LittleFSError: less are."""
    most = BLOCKS - free - _written(content).used_block_count
    for blocks in range(most, -1, -1):
        more = content | {"filler": bytes(blocks * BLOCK)}
        with suppress(LittleFSError):
            if _written(more).used_block_count <= BLOCKS - free:
                return more
    raise LittleFSError(LittleFSError.Error.LFS_ERR_NOSPC)
