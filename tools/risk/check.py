"""What is wrong between the table and the tests."""

from collections.abc import Iterator, Sequence

from tools.risk.collected import Shown
from tools.risk.table import Hazard


def problems(hazards: Sequence[Hazard], tests: Shown) -> Iterator[str]:
    """One line each: what, where, cure."""
    known = {hazard.id for hazard in hazards}
    for test, shown in tests.items():
        for name in sorted(shown - known):
            yield f"{test}: shows {name}, which is no hazard: mend its marker or add {name}"
    for hazard in hazards:
        for test in hazard.tests:
            if test not in tests:
                yield f"{hazard.id}: no test {test}: mend its name in hazards.toml"
        if not any(hazard.id in shown for shown in tests.values()):
            cure = f'mark one with @pytest.mark.hazard("{hazard.id}")'
            yield f"{hazard.id} ({hazard.name}): no test shows it: write one, {cure}"
