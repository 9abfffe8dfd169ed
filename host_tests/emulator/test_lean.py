"""What the compiler of the device gets: the same code, line for line."""

import ast

from tools import image
from tools.lean import lean

SOURCE = b'''"""A module."""
_SHARE = 1 << 4  # of all
_HALF = _SHARE // 2
_late = 3


class Thing:
    def __init__(self, share):
        self._share_of_it = share + _HALF
        self._told = "_told"
        self.shown = self._private_one()

    def _private_one(self):
        return _late_too + 1


_late_too = 4
TYPE_CHECKING = False
if TYPE_CHECKING:
    from nowhere import Thing
'''


def test_private_integers_are_constants_unless_something_reads_them_before() -> None:
    lines = lean(SOURCE).decode().split("\n")
    assert lines[1].endswith(" = const(16)") and lines[2].endswith(" = const(8)")
    assert lines[16].endswith(" = 4")


def test_private_names_are_short_and_one_that_a_text_holds_stays() -> None:
    text = lean(SOURCE).decode()
    assert "_share_of_it" not in text and "_private_one" not in text
    assert 'self._told = "_told"' in text
    assert "self.shown" in text and "__init__" in text


def test_what_is_for_types_alone_is_not_compiled() -> None:
    assert "if False:\n    from nowhere" in lean(SOURCE).decode()


def test_every_line_stays_where_it_is_and_no_two_names_become_one() -> None:
    for _name, source in image.sources("pico"):
        before, after = ast.parse(source), ast.parse(lean(source))
        there = [node.lineno for node in ast.walk(before) if isinstance(node, ast.stmt)]
        assert there == [node.lineno for node in ast.walk(after) if isinstance(node, ast.stmt)]
        assert len(_attributes(before)) == len(_attributes(after))


def _attributes(tree: ast.Module) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_no_class_inherits_across_modules() -> None:
    """Private names of one module may mean something else in another."""
    for name, source in image.sources("pico"):
        tree = ast.parse(lean(source))
        classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        own = {node.name for node in classes} | {"ValueError", "Protocol"}
        bases = {ast.unparse(base) for node in classes for base in node.bases}
        assert bases <= own, name


def test_no_private_name_is_used_outside_its_module() -> None:
    for name, source in image.sources("pico"):
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and _is_private(node.attr):
                assert node.attr in _set_in(tree), (name, node.attr)
            if isinstance(node, ast.ImportFrom):
                private = [alias.name for alias in node.names if alias.name.startswith("_")]
                assert not private, (name, private)


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _set_in(tree: ast.Module) -> set[str]:
    """Attributes that a module sets, and its functions."""
    nodes = list(ast.walk(tree))
    functions = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    return functions | {node.attr for node in attributes if isinstance(node.ctx, ast.Store)}


def test_words_for_the_host_are_not_compiled() -> None:
    source = (
        b'TABLE = (\n    (1, for_host("\xc2\xb5A"), for_host("b"), 2),\n)\nKEPT = for_hosts("c")\n'
    )
    assert lean(source).decode() == 'TABLE = (\n    (1, "", "", 2),\n)\nKEPT = for_hosts("c")\n'
    for name, text in image.sources("pico"):
        assert "for_host(" not in lean(text).decode().replace("def for_host(", ""), name
