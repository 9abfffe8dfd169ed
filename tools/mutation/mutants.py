"""What a mutant is: one small change of a file's syntax tree."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools.static.form import is_type_checking

_OPERATORS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitAnd,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
_SIGNS: dict[type[ast.AST], str] = {
    **{ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="},
    **{ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not"},
    **{ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.Mod: "%"},
    **{ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^"},
    **{ast.And: "and", ast.Or: "or"},
}
_CALLS = {"min": "max", "max": "min"}
_DELETED = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return, ast.Raise)
_ENDS = (ast.Continue, ast.Break)
_SMALL = 16
_TRUTHS = (ast.Name, ast.Attribute, ast.Call, ast.BinOp)

Change = tuple[str, Callable[[], None]]


@dataclass(frozen=True)
class Mutant:
    """One change: `number` finds it again in the same source, the rest in a changed one.

    file: from firmware/galva; scope: function; line: its text; change: what is done.
    """

    file: str
    number: int
    lineno: int
    scope: str
    line: str
    change: str

    @property
    def name(self) -> str:
        """One line that names it in any version of the file that still has the line."""
        return f"{self.file} | {self.scope} | {self.line} | {self.change}"


class _Walk:
    """Visits all places of a tree in one order; `scope` is the function it is in."""

    def __init__(self) -> None:
        self.scope = ""

    def changes(
        self, node: ast.AST, within: list[ast.stmt] | None
    ) -> Iterator[tuple[int, Change]]:
        """(line, change) of this node and all below it. within: the body of a statement."""
        if isinstance(node, ast.stmt) and _for_types(node):
            return
        line = getattr(node, "lineno", 0)
        for change in _of_node(node):
            yield line, change
        if isinstance(node, ast.stmt) and within is not None and self.scope:
            for change in _of_statement(node, within):
                yield line, change
        before = self.scope
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            self.scope = f"{before}.{node.name}".strip(".")
        yield from self._below(node)
        self.scope = before

    def _below(self, node: ast.AST) -> Iterator[tuple[int, Change]]:
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list"):
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    in_body = isinstance(child, ast.stmt) and isinstance(value, list)
                    yield from self.changes(child, value if in_body else None)


def _for_types(node: ast.stmt) -> bool:
    return is_type_checking(node) or ast.unparse(node) == "TYPE_CHECKING = False"


def _of_node(node: ast.AST) -> Iterator[Change]:
    """What can be changed in an expression."""
    if isinstance(node, ast.Compare):
        yield from _of_comparison(node)
    elif isinstance(node, ast.BinOp | ast.AugAssign | ast.BoolOp):
        for other in _OPERATORS.get(type(node.op), ()):
            yield _told(node.op, other), partial(setattr, node, "op", other())
    elif isinstance(node, ast.UnaryOp):
        yield _without(node)
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node)
    elif isinstance(node, ast.Call):
        yield from _of_call(node)
    elif isinstance(node, ast.If | ast.While | ast.IfExp) and isinstance(node.test, _TRUTHS):
        test = node.test
        yield "x -> not x", lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), test))


def _of_comparison(node: ast.Compare) -> Iterator[Change]:
    for at, op in enumerate(node.ops):
        for other in _OPERATORS[type(op)]:
            yield _told(op, other), partial(_put, node.ops, at, other())


def _without(node: ast.UnaryOp) -> Change:
    if isinstance(node.op, ast.Not):
        inner = ast.UnaryOp(ast.Not(), node.operand)
        return "not x -> x", lambda: setattr(node, "operand", inner)
    sign = "-x" if isinstance(node.op, ast.USub) else "~x"
    return f"{sign} -> x", lambda: setattr(node, "op", ast.UAdd())


def _of_call(node: ast.Call) -> Iterator[Change]:
    function = node.func
    if isinstance(function, ast.Name) and function.id in _CALLS:
        other = _CALLS[function.id]
        yield f"{function.id} -> {other}", lambda: setattr(function, "id", other)


def _of_constant(node: ast.Constant) -> Iterator[Change]:
    """One more, one less; a quarter of a large figure: 1 mV more of 16 V breaks nothing."""
    value = node.value
    if isinstance(value, bool):
        yield f"{value} -> {not value}", lambda: setattr(node, "value", not value)
    elif isinstance(value, int):
        by = value // 4 if value > _SMALL else 1
        for other in (value + by, value - by):
            yield f"{value} -> {other}", partial(setattr, node, "value", other)


def _of_statement(node: ast.stmt, body: list[ast.stmt]) -> Iterator[Change]:
    """What can be done to a whole statement of a function: body, the list that holds it."""
    docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    declared = isinstance(node, ast.AnnAssign) and node.value is None
    if isinstance(node, _DELETED + _ENDS) and not docstring and not declared:
        yield "deleted", lambda: _put(body, body.index(node), ast.Pass())
    if isinstance(node, ast.Return) and node.value and not isinstance(node.value, ast.Constant):
        yield "returns None", lambda: setattr(node, "value", ast.Constant(None))


def _put(nodes: list, at: int, node: ast.AST) -> None:  # type: ignore[type-arg]
    nodes[at] = node


def _told(op: ast.AST, other: type[ast.AST]) -> str:
    return f"{_SIGNS[type(op)]} -> {_SIGNS[other]}"


def _changes(tree: ast.Module) -> Iterator[tuple[int, str, Change]]:
    walk = _Walk()
    for line, change in walk.changes(tree, None):
        yield line, walk.scope, change


def of_file(path: Path, file: str) -> list[Mutant]:
    """All mutants of a file, in the order of its tree. file: what they call it."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    seen: Counter[tuple[int, str]] = Counter()
    found = []
    for number, (lineno, scope, (told, _do)) in enumerate(_changes(ast.parse(source))):
        seen[lineno, told] += 1
        again = f" #{seen[lineno, told]}" if seen[lineno, told] > 1 else ""
        line = lines[lineno - 1].split("  #")[0].strip()
        found.append(Mutant(file, number, lineno, scope, line, told + again))
    return found


def tree_of(source: str, number: int) -> ast.Module:
    """The file's tree with that one change made."""
    tree = ast.parse(source)
    for k, (_line, _scope, (_told, do)) in enumerate(_changes(tree)):
        if k == number:
            do()
            break
    return ast.fix_missing_locations(tree)
