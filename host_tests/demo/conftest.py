"""One short session on the fakes, for all tests of the demo."""

import pytest

from host_tests.fake_rig import FakeRig
from tools.demo.recording import Recording
from tools.demo.saved import Witness
from tools.demo.script import LEAST_S, perform, script
from tools.web.recording import Line


@pytest.fixture(scope="package")
def session() -> tuple[Recording, list[Line]]:
    """What it left behind, and the truth beside it."""
    with pytest.MonkeyPatch.context() as patch:
        rig = FakeRig(patch)
        try:
            witness = Witness(rig, "pico")
            done = perform(rig, script(LEAST_S), witness.before(lambda _ms, _step: None))
            return done, witness.lines
        finally:
            rig.close()


@pytest.fixture(scope="package")
def recording(session: tuple[Recording, list[Line]]) -> Recording:
    return session[0]
