"""How far a calibration has come: one file a board, so that an interrupted one goes on."""

import json
import re
from pathlib import Path
from typing import Any

from tools import ROOT, files

VERSION = 1
FOLDER = ROOT / "build" / "calibrate"


class Progress:
    """The steps that are done, on disk after each. trouble: of a file that was left aside."""

    def __init__(self, board_id: str, folder: Path = FOLDER) -> None:
        self._path = folder / (re.sub(r"[^\w.-]+", "_", board_id) + ".json")
        self.trouble = ""
        self._done = self._load()

    def _load(self) -> dict[str, Any]:
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            if told["version"] == VERSION and isinstance(told["done"], dict):
                return dict(told["done"])
            self.trouble = f"{self._path}: of another version: begun anew"
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError):
            self.trouble = f"{self._path}: damaged: begun anew"
        return {}

    def get(self, step: str) -> Any:
        """What it gave, None = not done."""
        return self._done.get(step)

    def put(self, step: str, told: object) -> None:
        """It is done."""
        self._done[step] = told
        self._save()

    def forget(self, *steps: str) -> None:
        """These, or all, are to be done again."""
        for step in steps or tuple(self._done):
            self._done.pop(step, None)
        self._save()

    def _save(self) -> None:
        """A cut leaves what was there."""
        files.write(self._path, json.dumps({"version": VERSION, "done": self._done}))
