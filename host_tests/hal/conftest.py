"""What several of these files stand on."""

import pytest

from host_tests.hal.rp2_stand import Stand


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Stand:
    """The sample stream of an RP2 on the bench."""
    return Stand(monkeypatch)
