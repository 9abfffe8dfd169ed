"""Imports without the search: for each module MicroPython looks in four places, 3 ms each."""

import os
import sys

import vfs

_FOLDERS = ("galva", "boards", "lib")
_ONCE = ("galva.core.chips", "galva.core.chips_rp2", "finder")  # serve at the start alone
_PLACE = "/finder"
_IS_FOLDER = 0x4000
_REST = (0,) * 9  # of what os.stat gives


class Finder:
    """A context in which imports are quick, and other files need paths that begin with "/".

    To MicroPython it is a file system, the current one, that knows what was there at first.
    """

    def __enter__(self) -> None:
        """Look once at all folders that modules are in."""
        found: "dict[str, tuple[int, ...]]" = {}
        self._list(found, "")
        self.stat = found.__getitem__  # KeyError: no such file
        vfs.mount(self, _PLACE)
        os.chdir(_PLACE)
        sys.path[-1] = "lib"  # not "/lib"

    def __exit__(self, *_error: object) -> None:
        """The files' own file system is the current one again, and what served is forgotten."""
        sys.path[-1] = "/lib"
        os.chdir("/")
        vfs.umount(_PLACE)
        del self.stat  # main.py never ends, and may still hold this
        for name in _ONCE:
            if name in sys.modules:
                package, _, inner = name.rpartition(".")
                del sys.modules[name]
                if package:
                    delattr(sys.modules[package], inner)

    def _list(self, found: "dict[str, tuple[int, ...]]", folder: str) -> None:
        for name, kind, *_ in os.ilistdir("/" + folder):
            path = folder + name
            found[path] = (kind,) + _REST
            if kind == _IS_FOLDER and (folder or name in _FOLDERS):
                self._list(found, path + "/")

    # ---- what MicroPython asks of a file system, besides stat

    def mount(self, _readonly: bool, _format: bool) -> None:
        """Nothing to do."""

    def umount(self) -> None:
        """Nothing to do."""

    def chdir(self, _path: str) -> None:
        """Nothing to do: its paths begin where it is."""

    def open(self, path: str, mode: str) -> object:
        """The file itself."""
        return open("/" + path, mode)
