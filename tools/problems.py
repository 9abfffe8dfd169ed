"""What a tool tells a person when it ends without success: one line (what: where: the cure)."""


class Problem(Exception):
    """Any of them. `exit_code` is the command line's; 0 is well and 2 usage, which typer says."""

    exit_code = 1


class Failed(Problem):
    """A check failed, or no answer came."""


class Usage(Problem):
    """What was asked for makes no sense."""

    exit_code = 2


class NoDevice(Problem):
    """The port or the drive is not there, or cannot be opened."""

    exit_code = 3


class Refused(Problem):
    """Understood, and not done now: for safety, or because the device says no."""

    exit_code = 4


class Mismatch(Problem):
    """Versions, chips or boards that do not go together."""

    exit_code = 5


# (code, when); the README shows it
EXIT_CODES = (
    (0, "well"),
    (Problem.exit_code, "a check failed, or no answer"),
    (Usage.exit_code, "wrong usage"),
    (NoDevice.exit_code, "no device"),
    (Refused.exit_code, "refused, for safety or by the device"),
    (Mismatch.exit_code, "versions or boards that do not go together"),
)
