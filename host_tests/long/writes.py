"""Each write to the device's files, counted where the store does it."""

from collections import Counter
from typing import Any

import pytest

from host_tests.fake_rig import FakeRig


def counted(rig: FakeRig, patch: pytest.MonkeyPatch) -> "Counter[str]":
    """Fills: name of the record or the ring -> writes of it from now on."""
    writes: Counter[str] = Counter()
    store = rig.device.store

    def count(method: str) -> None:
        plain = getattr(store, method)

        def counting(name: str, *what: Any) -> None:
            writes[name.split(".")[0]] += 1
            plain(name, *what)

        patch.setattr(store, method, counting)

    count("_write")
    count("append")
    return writes
