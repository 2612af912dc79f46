"""Who may ask: the same page, on this machine, or with the token. Another site's page can make the server do nothing.

Every request's Host must be one of ours (a name that somebody points at 127.0.0.1 is not), its Origin, where it has
one, the page's own; browsers tell by Sec-Fetch-Site where a request comes from. What changes something is a POST of
JSON with an Origin, which no form of another site can send. There are no CORS headers: nobody else may read an answer.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.review.messages import Entry, body_of

LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Pages are shells without a word of the book; what they show comes from these.
GUARDED = ("/api/", "/sound/")
ENTER = "/api/enter"
READS = frozenset({"GET", "HEAD"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
        "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Where the server is reached, and by which token; "" where everybody on this machine may enter."""

    host: str
    port: int
    token: str = field(default="", repr=False)

    @classmethod
    def at(cls, host: str, port: int) -> Door:
        return cls(host, port, "" if host in LOOPBACK else secrets.token_urlsafe(32))

    @property
    def everywhere(self) -> bool:
        return self.host in ("0.0.0.0", "::")

    @property
    def cookie(self) -> str:
        """Its name: cookies are shared by all ports of a host."""
        return f"voicepress-{self.port}"

    @property
    def url(self) -> str:
        """What to open; the token stands behind the #, which browsers send to nobody."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/" + (f"#token={self.token}" if self.token else "")

    def knows(self, named: str) -> bool:
        """Whether the Host of a request is this server."""
        host, port = _host_and_port(named)
        if port != self.port:
            return False
        if self.everywhere:
            # By number only: a name could be anybody's that points here.
            return host in LOOPBACK or _is_address(host)
        return host in LOOPBACK if self.host in LOOPBACK else host in (self.host.casefold(), *LOOPBACK)

    def opens(self, token: str) -> bool:
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())

    def refuses(self, method: str, path: str, headers: Headers) -> tuple[int, str] | None:
        """Status and sentence where a request may not come in; None where it may."""
        if not self.knows(headers.get("host", "")):
            return 421, "this server is not known by that name"
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
        if origin is not None and _netloc(origin) != headers["host"].casefold():
            return 403, "another site's page may not ask here"
        guarded = path.startswith(GUARDED)
        if guarded and site not in ("same-origin", "none"):
            return 403, "another site's page may not ask here"
        if method not in READS:
            if origin is None:
                return 403, "a request that changes something names its Origin"
            if headers.get("content-type", "").split(";")[0].strip() != "application/json":
                return 415, "send JSON"
        if guarded and self.token and path != ENTER and not self.opens(_cookie(headers, self.cookie)):
            return 401, "open the address that voicepress printed, with its token"
        return None


def _host_and_port(named: str) -> tuple[str, int]:
    try:
        parts = urlsplit(f"//{named}")
        return (parts.hostname or "").casefold(), parts.port or 80
    except ValueError:
        return "", 0


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.casefold()
    except ValueError:  # http://[
        return ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _cookie(headers: Headers, name: str) -> str:
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


class Guard:
    """The middleware: refuses what may not come in, and adds the headers that bound what pages may do."""

    def __init__(self, app: ASGIApp, door: Door):
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # there are no web sockets

        async def bounded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refused = self._door.refuses(scope["method"], scope["path"], Headers(scope=scope))
        app = PlainTextResponse(f"{refused[1]}\n", refused[0]) if refused else self._app
        await app(scope, receive, bounded)


async def _enter(request: Request) -> Response:
    """Exchanges the token for a cookie, which sounds are asked for with."""
    door: Door = request.app.state.door
    entry = await body_of(request, Entry)
    if not door.opens(entry.token):
        return PlainTextResponse("this is not the token that voicepress printed\n", 401)
    response = Response(status_code=204)
    response.set_cookie(door.cookie, door.token, httponly=True, samesite="strict", path="/")
    return response


ROUTES = (Route(ENTER, _enter, methods=["POST"]),)
