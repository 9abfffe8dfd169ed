"""The application raises, in the middle of whatever it does."""

import pytest

from host_tests.fake_rig import FakeRig


def crash(rig: FakeRig) -> None:
    """Its light breaks: what it then raises ends it."""

    def broken(*_colours: int) -> None:
        raise RuntimeError("light")

    rig.device.signal.light = broken
    with pytest.raises(RuntimeError, match="light"):
        rig.run(1000)
        rig.press("MODE")
