"""One set of tests against many mutants: asks the cache, forks for the rest."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from tools.mutation import fork, portable, rigs
from tools.mutation.cache import Cache
from tools.mutation.mutants import Mutant
from tools.mutation.portable import Reach
from tools.static.sources import ROOT

FOLDER = ROOT / "build" / "mutation"
_SAVED_EACH = 50
_DRAWN_S = 0.2

Job = tuple[Mutant, list[str], list[str]]  # the tests to be tried, and all that there are


@dataclass(frozen=True)
class Stage:
    """A set of tests, which of them gets where, and how one mutant is tried."""

    name: str
    reach: Reach
    order: Callable[[Mutant, Reach], list[str]]
    trial: Callable[[Mutant, list[str], dict[str, float]], str]
    cache: Cache

    def run(self, mutants: Sequence[Mutant], at_a_time: int, out: Console) -> dict[Mutant, str]:
        """Mutant -> what killed it, "" for a survivor."""
        found: dict[Mutant, str] = {}
        jobs: list[Job] = []
        for mutant in mutants:
            tests = self.order(mutant, self.reach)
            todo = self.cache.untried(mutant, tests)
            found[mutant] = self.cache.killer(mutant)
            if not found[mutant] and todo:
                jobs.append((mutant, todo, tests))
        self._try(jobs, at_a_time, out, found)
        return found

    def _try(
        self, jobs: list[Job], at_a_time: int, out: Console, found: dict[Mutant, str]
    ) -> None:
        drawn_s = 0.0
        with Progress(console=out, auto_refresh=False, disable=not out.is_terminal) as bar:
            task = bar.add_task(f"{self.name}: {len(jobs)} mutants", total=len(jobs))
            tried = fork.run_all(jobs, self._one, at_a_time)
            for done, (job, said) in enumerate(tried, 1):
                mutant, _todo, tests = job
                found[mutant] = said
                if said:
                    self.cache.killed(mutant, said)
                else:
                    self.cache.survived(mutant, tests)
                bar.advance(task)
                if time.monotonic() > drawn_s + _DRAWN_S:  # no thread of its own: we fork
                    bar.refresh()
                    drawn_s = time.monotonic()
                if done % _SAVED_EACH == 0:
                    self.cache.save()
        self.cache.save()

    def _one(self, job: Job) -> str:
        mutant, todo, _tests = job
        return self.trial(mutant, todo, self.reach.seconds)


def quick(fresh: bool = False, folder: Path = FOLDER) -> Stage:
    """The portable tests. fresh: what earlier runs found counts for nothing."""
    reach = portable.reach(folder)
    cache = Cache(folder / "portable.json", portable.hashes(), fresh)
    return Stage("portable tests", reach, portable.order, portable.trial, cache)


def slow(fresh: bool = False, folder: Path = FOLDER) -> Stage:
    """Tests on the fakes."""
    reach = rigs.reach(folder)
    hashes = {test: rigs.hash_of(test) for test in reach.seconds}
    cache = Cache(folder / "rigs.json", hashes, fresh)
    return Stage("tests on the fakes", reach, rigs.order, rigs.trial, cache)
