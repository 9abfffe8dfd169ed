"""Rules of form for a layer's files. Each takes (tree, source) and gives (line, what is wrong)."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator

Found = list[tuple[int, str]]
Rule = Callable[[ast.Module, str], Found]

MAIN_LINES = 30
CONSTANT = re.compile(r"^_{0,2}[A-Z][A-Z0-9_]*_{0,2}$|^__[a-z]+__$")
STATE_MAKERS = {"list", "dict", "set", "bytearray", "array", "deque"}
PURE_CALLS = {
    "const",
    "range",
    "tuple",
    "bytes",
    "frozenset",
    "len",
    "min",
    "max",
    "sum",
    "int",
} | {
    "for_host"  # of a text: it gives it back
}
NOT_IN_CORE = {"float", "complex", "print", "open", "input"}
ASSEMBLERS = {"sm.exec"}  # an instruction for a state machine
HIDDEN_IMPORTS = {"__import__", "import_module", "eval", "exec"}
DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


def is_type_checking(node: ast.stmt) -> bool:
    """True for `if TYPE_CHECKING:`."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _runs_at_import(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that importing the module executes, class bodies and branches included."""
    for node in body:
        if is_type_checking(node):
            continue
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            blocks = (getattr(node, field, []) for field in ("body", "orelse", "finalbody"))
            yield from _runs_at_import(s for block in blocks for s in block)
            for handler in getattr(node, "handlers", []):
                yield from _runs_at_import(handler.body)


def _name_of(call: ast.Call) -> str:
    """The last name of what is called: f(), a.f()."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "?")


def _targets(node: ast.stmt) -> list[str]:
    """The plain names that an assignment binds."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    names = (name for target in targets if target for name in ast.walk(target))
    return [name.id for name in names if isinstance(name, ast.Name)]


def _is_state(value: ast.expr | None) -> bool:
    """True for a value that its holder can change and that is no table: a buffer, a queue."""
    return isinstance(value, ast.Call) and _name_of(value) in STATE_MAKERS


def no_state(tree: ast.Module, _source: str) -> Found:
    """No module-level mutable state: constants only, UPPER_CASE; containers only as tables."""
    found: Found = []
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    inside = {id(statement) for node in classes for statement in node.body}
    for node in _runs_at_import(tree.body):
        if not isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.For | ast.With):
            continue
        value = getattr(node, "value", None)
        for name in _targets(node):
            if _is_state(value) or isinstance(node, ast.AugAssign):
                found.append((node.lineno, f"module-level mutable state: {name}"))
            elif CONSTANT.match(name) or (id(node) in inside and not isinstance(value, DISPLAYS)):
                continue
            else:
                found.append((node.lineno, f"module-level {name}: a constant is UPPER_CASE"))
    rebound = (node for node in ast.walk(tree) if isinstance(node, ast.Global))
    return found + [(node.lineno, "global: module-level mutable state") for node in rebound]


def no_bare_except(tree: ast.Module, _source: str) -> Found:
    """A bare except also swallows KeyboardInterrupt and SystemExit."""
    handlers = (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler))
    return [(node.lineno, "bare except") for node in handlers if node.type is None]


def no_hidden_import(tree: ast.Module, _source: str) -> Found:
    """An import that the table cannot see."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [
        (node.lineno, f"{_name_of(node)}() hides an import")
        for node in calls
        if _name_of(node) in HIDDEN_IMPORTS and ast.unparse(node.func) not in ASSEMBLERS
    ]


def no_assert(tree: ast.Module, _source: str) -> Found:
    """Optimisation strips it."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Assert))
    return [(node.lineno, "assert: stripped on the device, raise instead") for node in found]


def no_simulator(tree: ast.Module, _source: str) -> Found:
    """Product code does not know whether it is simulated."""
    names = ((node.lineno, node.id) for node in ast.walk(tree) if isinstance(node, ast.Name))
    return [(n, f"{name}: no simulator here") for n, name in names if "simulat" in name.lower()]


def _calls_at_import(node: ast.stmt) -> Iterator[ast.Call]:
    """Calls made while the statement is executed by an import."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        parts: list[ast.AST] = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
    elif isinstance(node, ast.ClassDef):
        parts = [*node.bases, *node.keywords]
    else:
        parts = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    for part in parts:
        yield from (sub for sub in ast.walk(part) if isinstance(sub, ast.Call))


def nothing_at_import(tree: ast.Module, _source: str) -> Found:
    """Importing touches no hardware: only pure built-ins are called. Decorators only assemble."""
    return [
        (call.lineno, f"{ast.unparse(call.func)}() runs at import: nothing touches hardware there")
        for node in _runs_at_import(tree.body)
        for call in _calls_at_import(node)
        if ast.unparse(call.func) not in PURE_CALLS
    ]


def integers_only(tree: ast.Module, _source: str) -> Found:
    """No float, no true division, no text formatting: the tick may not allocate."""
    found: Found = []
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            found.append((line, f"float {node.value}"))
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            found.append((line, "true division gives a float: use // or >>"))
        elif isinstance(node, ast.JoinedStr):
            found.append((line, "f-string: core makes no text"))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and _is_text(node.left):
            found.append((line, "% on text: core makes no text"))
        elif isinstance(node, ast.Name) and node.id in NOT_IN_CORE:
            found.append((line, f"{node.id} is not for core"))
    return found


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)


def nothing_at_run_time(tree: ast.Module, _source: str) -> Found:
    """A docstring, TYPE_CHECKING = False and what stands under it."""
    return [
        (node.lineno, "ports.py has nothing at run time")
        for node in tree.body
        if not is_type_checking(node)
        and ast.unparse(node) != "TYPE_CHECKING = False"
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]


def short(_tree: ast.Module, source: str) -> Found:
    """An entry point composes, it does not work."""
    lines = len(source.splitlines())
    return [(lines, f"{lines} lines, {MAIN_LINES} at most")] if lines > MAIN_LINES else []


HOST = (no_bare_except,)
BOOT = (no_bare_except, no_assert, short)  # it may exec a text of its own
ENTRY = (no_bare_except, no_hidden_import, no_assert, short)
DEVICE = (no_state, no_bare_except, no_hidden_import, no_assert, no_simulator)
HAL = (*DEVICE, nothing_at_import)
CORE = (*DEVICE, integers_only)
PORTS = (*DEVICE, nothing_at_run_time)
