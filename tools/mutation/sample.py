"""A fixed sample of the mutants of the session machine, for CI: each must be killed."""

import json
from pathlib import Path

from tools.mutation import fork, portable
from tools.mutation.finder import GALVA
from tools.mutation.mutants import Mutant, of_file

FILES = ("core/session.py", "core/course.py", "core/judge.py")
FILE = Path(__file__).with_name("sample.json")  # mutant's name -> a test that killed it


def mutants() -> dict[Mutant, str]:
    """Those of the sample whose line is still there, each with the test to try first."""
    known: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8"))
    found = [each for file in FILES for each in of_file(GALVA / file, file)]
    return {each: known[each.name] for each in found if each.name in known}


def survivors() -> list[Mutant]:
    """Those of the sample that no portable test kills."""
    tests = list(portable.hashes())
    jobs = [
        (each, sorted(tests, key=lambda test, killer=killer: test != killer))
        for each, killer in mutants().items()
    ]
    tried = fork.run_all(jobs, lambda job: portable.trial(job[0], job[1], {}), 1)
    return [mutant for (mutant, _tests), said in tried if not said]
