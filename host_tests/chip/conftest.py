"""What the tests on the emulated chip share: a start costs some ten seconds of wall time."""

import pytest

from host_tests.scenarios.sessions import power_on, start, until
from tools.emulator.rig import EmulatedRig


@pytest.fixture(scope="session")
def running() -> EmulatedRig:
    """A session in RUN, made once; each test works on a fork of it."""
    rig = EmulatedRig(skin="good")
    power_on(rig)
    start(rig)
    until(rig, "RUN", 5000)
    rig.run(300)
    return rig
