"""What went wrong, in one line: what, where, the cure."""

import errno
import re
from pathlib import Path

_FULL = "disk full{where}: free 2 GB, then run the same command again"
_NO_WRITE = "cannot write{where}: make it yours (chown, chmod) or clone Galva where you may write"
_OFFLINE = "no network{where}: the package index does not answer; connect, then run it again"
_CAUSES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _NO_WRITE,
    errno.EPERM: _NO_WRITE,
    errno.EROFS: _NO_WRITE,
}
_IN_LOGS = (  # first match wins: a full disk can look like anything later on
    (r"No space left on device|ENOSPC|Errno 28|Disk quota exceeded", _FULL),
    (r"Permission denied|EACCES|Read-only file system|EROFS", _NO_WRITE),
    (
        r"NewConnectionError|NameResolutionError|ConnectTimeout|ProxyError|Network is unreachable"
        r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT",
        _OFFLINE,
    ),
)


class Failure(Exception):
    """A set-up step that cannot be done; the text is one line with the cure."""


def explain(error: BaseException) -> str:
    """One line for an error of a step: OSError by its number and file, else its own text."""
    if not isinstance(error, OSError):
        return str(error)
    where = f" at {error.filename}" if error.filename else ""
    cause = _CAUSES.get(error.errno or 0)
    return cause.format(where=where) if cause else f"{error.strerror or error}{where}"


def of_command(tool: str, code: int, log: Path) -> Failure:
    """The failure of a command whose output is in a log."""
    text = log.read_text(errors="replace") if log.exists() else ""
    for pattern, cause in _IN_LOGS:
        if re.search(pattern, text):
            return Failure(cause.format(where=f" (what {tool} said: {log})"))
    errors: list[str] = re.findall(r"^(?:ERROR|npm error|error)[: ]+(.+)$", text, re.MULTILINE)
    lines = errors or text.split("\n")
    reason = next((line.strip() for line in reversed(lines) if line.strip()), f"exit code {code}")
    return Failure(f"{tool} failed: {reason} (all it said: {log})")
