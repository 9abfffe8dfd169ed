"""The pool: what each job found in their order, and what one of them raised."""

import io

from rich.console import Console

from tools.workers import Watch, run_all


def squared(job: int, watch: Watch) -> int:
    watch(10.0 * job)
    if job == 3:
        raise ValueError("three is too much")
    return job * job


def test_results_keep_the_order_and_an_exception_is_one_of_them() -> None:
    out = Console(file=io.StringIO())
    found = run_all([5, 3, 1], squared, float, str, out)
    assert found[0] == 25 and found[2] == 1
    assert isinstance(found[1], ValueError) and str(found[1]) == "three is too much"
