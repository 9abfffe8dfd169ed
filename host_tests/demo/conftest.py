"""One short session on the fakes, for all tests of the demo."""

import pytest

from host_tests.fake_rig import FakeRig
from tools.demo.recording import Recording
from tools.demo.script import LEAST_S, perform, script


@pytest.fixture(scope="package")
def recording() -> Recording:
    with pytest.MonkeyPatch.context() as patch:
        rig = FakeRig(patch)
        try:
            return perform(rig, script(LEAST_S), lambda _ms, _step: None)
        finally:
            rig.close()
