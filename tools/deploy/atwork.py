"""A board at its prompt for a while: no session is cut, and its program runs again after."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tools.cli.remote import Remote, refuse_in_session
from tools.deploy.survey import Survey, survey
from tools.problems import Problem


@contextmanager
def at_work(port: str) -> Iterator[tuple[Remote, Survey]]:
    """The board, and what is on it. Refused: a session runs. It is reset at the end, always."""
    refuse_in_session(port)
    remote = Remote(port)
    try:
        now = survey(remote)
        now.check_readable()
        yield remote, now
    except BaseException:  # Ctrl-C too
        with suppress(Problem):
            remote.reset()
        raise
    remote.reset()
