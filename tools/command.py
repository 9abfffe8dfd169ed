"""How a command of ours ends: an exit code, and one line for whatever went wrong."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import typer

from tools.problems import Problem
from tools.setup_steps.failure import explain

INTERRUPTED = 130  # what a shell gives for Ctrl-C


def run(name: str, main: Callable[..., int | None], arguments: list[str] | None = None) -> int:
    """The exit code of `main`, whose parameters are the options of the command; None is 0.

    name: stands in front of the line. arguments: of the command line unless given.
    """

    @wraps(main)
    def command(*given: Any, **options: Any) -> None:
        raise typer.Exit(main(*given, **options) or 0)

    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(command)
    return ended(name, app, arguments)


def ended(name: str, app: Callable[..., Any], arguments: list[str] | None = None) -> int:
    """The exit code of a typer application; a Problem or an OSError is one line on stderr."""
    try:
        app(args=arguments)
    except Problem as problem:
        print(f"{name}: {problem}", file=sys.stderr)
        return problem.exit_code
    except OSError as error:
        print(f"{name}: {explain(error)}", file=sys.stderr)
        return Problem.exit_code
    except SystemExit as over:  # of typer: all well, or wrong usage
        return int(over.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0
