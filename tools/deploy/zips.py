"""Zips that are the same, byte for byte, when what is in them is the same."""

import zipfile
from pathlib import Path

from tools.problems import Failed

_STAMP = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644


def write(path: Path, entries: dict[str, bytes]) -> None:
    """Path in the zip -> content, in the order of the paths. Failed: it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in sorted(entries.items()):
                entry = zipfile.ZipInfo(name, _STAMP)
                entry.external_attr = _MODE << 16
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    except OSError as error:
        raise Failed(f"{path}: cannot be written: {error.strerror}: give --to") from None
