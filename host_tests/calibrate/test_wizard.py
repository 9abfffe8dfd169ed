"""The wizard on devices of fakes: what it stores, what it refuses, and that it goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from host_tests.calibrate.workshop import Shop
from tools.calibrate.progress import Progress


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress("pico E66", tmp_path)


@pytest.fixture(params=[False, True], ids=["dummy", "jacks"])
def shop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    shop = Shop(monkeypatch, jacks=request.param)
    yield shop
    shop.rig.close()


def test_from_nothing_to_a_commissioned_board(shop: Shop, progress: Progress) -> None:
    maker = shop.maker()
    result = shop.calibrate(maker, progress)
    print(result, maker.asked, maker.told)
    assert shop.switched == 1
