"""Source as a device's compiler gets it: the same lines, without what the device never needs.

Each name that a module uses takes some 25 bytes of a chip's memory for ever, so

- what is there for the type checker alone is left out, and so are words `for_host`;
- a private integer is a constant of the compiler, which then keeps no name (MicroPython, `const`);
- private names become short ones, the same in every module.

A traceback still tells the line of the source, and the file that it was compiled to.
"""

import ast
import io
import tokenize
from collections.abc import Iterator
from itertools import product
from string import ascii_lowercase
from typing import TypeGuard

_SMALL_BITS = 30  # of an integer that takes no memory
_PLAIN = (ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.Constant, ast.Name, ast.Load)


def lean(source: bytes) -> bytes:
    """The source of a module, so. No class may inherit from one of another module of ours."""
    text = source.decode().replace("if TYPE_CHECKING:", "if False:")
    lines = _without_words(text)
    for at, name, value in _private_integers(ast.parse("\n".join(lines))):
        lines[at - 1] = f"{name} = const({value})"
    return _shortened("\n".join(lines)).encode()


# ---- words for the host


def _without_words(text: str) -> list[str]:
    """The lines, with "" for each for_host(...). One must stand on one line."""
    lines = text.split("\n")
    found = [node for node in ast.walk(ast.parse(text)) if _is_for_host(node)]
    for node in sorted(found, key=lambda node: -node.col_offset):
        line = lines[node.lineno - 1].encode()
        lines[node.lineno - 1] = (
            line[: node.col_offset] + b'""' + line[node.end_col_offset :]
        ).decode()
    return lines


def _is_for_host(node: ast.AST) -> TypeGuard[ast.Call]:
    match node:
        case ast.Call(func=ast.Name(id="for_host"), lineno=first, end_lineno=last):
            return first == last
    return False


# ---- private integers


def _private_integers(tree: ast.Module) -> Iterator[tuple[int, str, int]]:
    """(line, name, value) of each that is set once and before anything reads it."""
    known: dict[str, int] = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=given) if name.startswith("_"):
                value = _integer(given, known)
                if value is not None and _fixed(tree, name, node.lineno):
                    known[name] = value
                    yield node.lineno, name, value


def _fixed(tree: ast.Module, name: str, line: int) -> bool:
    """No other line sets it, and none before this one reads it."""
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == name]
    sets = [node for node in uses if not isinstance(node.ctx, ast.Load)]
    return len(sets) == 1 and min(node.lineno for node in uses) == line


def _integer(given: ast.expr, known: dict[str, int]) -> int | None:
    """The value of an expression of integers and of known names; None for any other."""
    nodes = list(ast.walk(given))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    if not all(isinstance(node, _PLAIN) for node in nodes) or not names <= set(known):
        return None
    value = eval(ast.unparse(given), {}, dict(known))  # noqa: S307  a line of our own source
    small = type(value) is int and value.bit_length() <= _SMALL_BITS
    return value if small else None


# ---- private names


def _shortened(text: str) -> str:
    """With short names for what is private to the module."""
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    short = _short_names(tokens)
    lines = text.split("\n")
    for token in reversed(tokens):
        if token.type == tokenize.NAME and token.string in short:
            (row, start), (_, end) = token.start, token.end
            line = lines[row - 1]
            lines[row - 1] = line[:start] + short[token.string] + line[end:]
    return "\n".join(lines)


def _short_names(tokens: list[tokenize.TokenInfo]) -> dict[str, str]:
    """Private name -> short one that nothing else has. A name that a text holds is kept."""
    names = [token.string for token in tokens if token.type == tokenize.NAME]
    texts = "".join(token.string for token in tokens if token.type == tokenize.STRING)
    long = [name for name in dict.fromkeys(names) if _is_private(name)]
    long = [name for name in long if name not in texts]
    free = ("_" + a + b for a, b in product(["", *ascii_lowercase], ascii_lowercase))
    return dict(zip(long, (name for name in free if name not in names), strict=False))


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and len(name) > 3
