"""Who may come in: who was told the token, and no page of another origin."""

import hmac
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from websockets.http11 import Request

HOST = "127.0.0.1"
_NAMES = (HOST, "localhost")


@dataclass(frozen=True)
class Gate:
    """For one port and token. A reason is a line for the person; "" = come in."""

    port: int
    token: str

    def host(self, request: Request) -> str:
        """Any request: a name that was made to lead here (DNS rebinding) is refused."""
        known = [f"{name}:{self.port}" for name in _NAMES]
        return "" if _only(request, "Host") in known else "this is another host's name"

    def socket(self, request: Request) -> str:
        """A request for a WebSocket; the page that opens it tells its origin."""
        known = [f"http://{name}:{self.port}" for name in _NAMES]
        if _only(request, "Origin") not in known:
            return "this origin may not speak with the device"
        given = _token(request.path)
        right = hmac.compare_digest(given.encode(), self.token.encode())
        return "" if right else "no token, or a wrong one: open the address that galva printed"


def _only(request: Request, name: str) -> str | None:
    values = request.headers.get_all(name)
    return values[0] if len(values) == 1 else None


def _token(path: str) -> str:
    try:
        given = parse_qs(urlsplit(path).query, max_num_fields=4, errors="replace").get("token", [])
    except ValueError:
        return ""
    return given[0] if len(given) == 1 else ""


def path_of(request: Request) -> str:
    """Without its query; "" when it makes no sense."""
    try:
        return urlsplit(request.path).path
    except ValueError:
        return ""
