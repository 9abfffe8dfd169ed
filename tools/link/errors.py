"""What can go wrong on a link; each text is one line: what, where, the cure."""


class LinkError(Exception):
    """Anything of the link. `exit_code` is the command line's."""

    exit_code = 1


class Failed(LinkError):
    """No answer, or the device did not understand."""


class NoDevice(LinkError):
    """The port is not there, or cannot be opened."""

    exit_code = 3


class Refused(LinkError):
    """The device understood, and will not now."""

    exit_code = 4
