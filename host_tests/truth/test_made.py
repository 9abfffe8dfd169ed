"""Which command made what, and whether the code is newer."""

from pathlib import Path

import pytest

from tools import ROOT
from tools.truth import made
from tools.truth.made import Made


def test_every_row_names_a_target_of_the_makefile_that_stamps_it_and_files_that_are() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for each in made.load().values():
        assert f"\n{each.name}: setup " in makefile
        assert f"@$(MADE) {each.name}\n" in makefile.replace(")\n", "\n")
        assert all((ROOT / file).exists() for file in each.files)


def test_every_picture_that_a_page_shows_is_made_by_a_command() -> None:
    told = [file for each in made.load().values() for file in each.files]
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        shown = [part.split(")")[0] for part in page.read_text().split("](") if ".png)" in part]
        for picture in shown:
            if picture.endswith((".png", ".svg")):
                path = (page.parent / picture).relative_to(ROOT)
                assert any(path.is_relative_to(file) for file in told), path


def _of(folder: Path) -> Made:
    return Made("it", (), (str(folder),))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(made, "ROOT", tmp_path)
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "a.py").write_text('"""Doc."""\nA = 1  # one\n')
    return tmp_path


def test_comments_and_docstrings_are_no_change_and_code_is(folder: Path) -> None:
    before = _of(Path("code")).digest()
    file = folder / "code" / "a.py"
    file.write_text('"""Other words."""\n\nA = 1\n')
    assert _of(Path("code")).digest() == before
    file.write_text("A = 2\n")
    assert _of(Path("code")).digest() != before


def test_a_file_more_is_a_change(folder: Path) -> None:
    before = _of(Path("code")).digest()
    (folder / "code" / "b.toml").write_text("b = 1\n")
    assert _of(Path("code")).digest() != before


def test_code_that_is_gone_is_told(folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere is gone"):
        _of(Path("nowhere")).digest()


def test_a_stamp_is_of_this_code_until_the_code_changes(folder: Path) -> None:
    path = folder / "made.json"
    it = _of(Path("code"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "load", lambda: {"it": it})
        assert "before stamps" in made.age(it, made.stamps(path))
        made.stamp("it", path)
    assert made.age(it, made.stamps(path)).endswith("by this code")
    (folder / "code" / "a.py").write_text("A = 3\n")
    assert made.age(it, made.stamps(path)).endswith("OLDER than the code")
