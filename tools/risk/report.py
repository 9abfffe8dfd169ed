"""docs/risk.md."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from tools.risk.collected import Shown
from tools.risk.table import MEASURES, Hazard
from tools.sheets import table

_HEAD = """# What could hurt, what is done about it, and the test that shows it

Written by `make risk` from tools/risk/hazards.toml and the markers of the tests.
`make docs-check` fails when a hazard has no test, when a named test does not exist, or when this
page is out of date; `make test-all` fails when no test of a hazard passed.

The tests run on models, on fakes and on an emulated chip: **nothing here was measured on a built
board**. Figures of the circuit are simulated ([hardware.md](hardware.md)). A list of risks makes
no medical device; no compliance with a standard is claimed ([safety.md](safety.md)). "Before" is
without any of the measures, "after" with all of them: how bad, and for how long. What a person
would feel is judgement: nobody has worn it.

Portable tests run on CPython and on MicroPython (unix, wasm); scenarios run on the fakes of every
board and on the emulated chip.
"""


def page(hazards: Sequence[Hazard], tests: Shown) -> str:
    """The whole page: an overview, and then each hazard in the group it belongs to."""
    shown = {one.id: sorted(t for t in tests if one.id in tests[t]) for one in hazards}
    overview = [
        (f"[{one.id}](#{one.id.lower()})", one.name, one.before, one.after, len(shown[one.id]))
        for one in hazards
    ]
    parts = [_HEAD, table(("", "hazard", "before", "after", "tests"), overview)]
    for group, members in groupby(hazards, lambda one: one.group):
        parts.append(f"## {group}\n")
        parts += ["\n".join(_entry(one, shown[one.id])) for one in members]
    return "\n".join(parts)


def _entry(one: Hazard, tests: Sequence[str]) -> Iterator[str]:
    yield f'### <a id="{one.id.lower()}"></a>{one.id} {one.name}\n'
    yield f"{one.sequence}\n"
    for measure in MEASURES:
        if words := getattr(one, measure):
            yield f"- {measure.capitalize()}: {words}"
    yield f"- Before: {one.before}. After: {one.after}."
    yield "- Shown by:"
    for file, ids in groupby(tests, lambda test: test.split("::")[0]):
        names = ", ".join(f"`{test.split('::')[1]}`" for test in ids)
        yield f"  - [{file}](../host_tests/{file}): {names}"
    yield ""
