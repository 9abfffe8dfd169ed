"""The image is the tested one, or one line says what is wrong."""

from pathlib import Path

import pytest

from tools.emulator import uf2


@pytest.mark.parametrize("name", uf2.IMAGES)
def test_the_cached_image_is_the_tested_one(name: str) -> None:
    assert uf2.fetch(name).is_file()


def test_a_wrong_image_is_refused_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "firmware.uf2"
    wrong.write_bytes(b"UF2\n")
    monkeypatch.setenv("GALVA_UF2", str(wrong))
    with pytest.raises(uf2.ImageRefused, match=r"firmware\.uf2: sha256 .* unset GALVA_UF2"):
        uf2.fetch()


def test_a_damaged_cache_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GALVA_UF2", raising=False)
    monkeypatch.setenv("GALVA_CACHE", str(tmp_path))
    (tmp_path / uf2.NAME).write_bytes(b"half")
    with pytest.raises(uf2.ImageRefused, match="make setup"):
        uf2.fetch()


def test_a_missing_image_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALVA_UF2", "/nowhere/firmware.uf2")
    with pytest.raises(uf2.ImageRefused, match=r"/nowhere/firmware\.uf2: no such file"):
        uf2.fetch()
