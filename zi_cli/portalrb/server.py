"""The documents over HTTPS, read-only, with a Bearer token: exactly those of one verified export, and nothing else.

Everything is in memory when it starts, so no request can reach a file. Errors are the guide's JSON. Only wrong
tokens are limited: behind a proxy all clients share one address, and a right token must never be locked out.
"""

import hashlib
import hmac
import re
import socket
import ssl
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

from zi_cli.named_tuple import NamedTuple
from zi_cli.portalrb.documents import ID_UNIT, Failure, encode
from zi_cli.portalrb.export import DAFTAR, UNIT_ANSWERS

#: Wrong tokens from one address within a minute before it is told to wait.
ERRORS_A_MINUTE = 10
_ADDRESSES_KEPT = 4096
#: Seconds a client may take to send one request, and to take its answer.
REQUEST_TIMEOUT = 15
REPLY_TIMEOUT = 60
CONNECTIONS = 512

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Access(NamedTuple):
    """One line of the access log: no token is ever in it."""

    klien: str
    jalur: str
    status: int


class PortalApp:
    """The ASGI application; *dokumen* are the documents by path.

    With *tanpa_wbbm* the ministry may not propose WBBM: that list is 403.
    """

    def __init__(
        self, dokumen: Mapping[str, bytes], token: str, log: Callable[[Access], object], *, tanpa_wbbm: bool = False
    ) -> None:
        self._dokumen = {f"/{jalur}": content for jalur, content in dokumen.items()}
        self._token, self._sidik = token, token_hash(token)
        self._log = log
        self._tertutup = frozenset({f"/{DAFTAR['WBBM']}"} if tanpa_wbbm else ())
        self._salah: OrderedDict[str, deque[float]] = OrderedDict()

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        klien = scope["client"][0] if scope.get("client") else "-"
        try:
            jawaban = self._answer(request, klien)
        except Exception:  # noqa: BLE001  (the guide wants its own JSON for whatever goes wrong)
            jawaban = _failure(500, "INTERNAL_ERROR", "Terjadi kesalahan di sisi instansi")
        self._log(Access(klien, _shown(scope["raw_path"], self._token), jawaban.status_code))
        await jawaban(scope, receive, send)

    async def refuse(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer one request of a connection that is one too many, and close it."""
        jawaban = _failure(503, "SERVICE_UNAVAILABLE", "Terlalu banyak sambungan sekaligus; coba lagi sebentar lagi")
        jawaban.headers["Retry-After"] = "60"
        jawaban.headers["Connection"] = "close"
        klien = scope["client"][0] if scope.get("client") else "-"
        self._log(Access(klien, _shown(scope["raw_path"], self._token), jawaban.status_code))
        await jawaban(scope, receive, send)

    def _answer(self, request: Request, klien: str) -> Response:
        if not self._known(request.headers.getlist("authorization")):
            if self._too_many(klien):
                jawaban = _failure(
                    429, "TOO_MANY_REQUESTS", "Terlalu banyak token yang salah; coba lagi semenit kemudian"
                )
                jawaban.headers["Retry-After"] = "60"
                return jawaban
            jawaban = _failure(401, "UNAUTHORIZED", "Token tidak dikirimkan atau tidak sah")
            jawaban.headers["WWW-Authenticate"] = "Bearer"
            return jawaban
        if request.method not in ("GET", "HEAD"):
            jawaban = _failure(405, "METHOD_NOT_ALLOWED", "Hanya GET")
            jawaban.headers["Allow"] = "GET, HEAD"
            return jawaban
        # The path as it came: nothing is decoded, so nothing can be spelt otherwise.
        raw = request.scope["raw_path"].split(b"?")[0].decode("latin-1")
        if raw in self._tertutup:
            return _failure(403, "FORBIDDEN", "Instansi tidak mengusulkan WBBM")
        content = self._dokumen.get(raw)
        if content is not None:
            return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})
        start = f"/{UNIT_ANSWERS}"
        if raw.startswith(start) and not re.fullmatch(ID_UNIT, raw.removeprefix(start)):
            return _failure(422, "INVALID_UNIT_ID", "Id unit tidak sah")
        return _failure(404, "DATA_NOT_FOUND", "Data yang diminta tidak ditemukan")

    def _known(self, headers: list[str]) -> bool:
        if len(headers) != 1:
            return False
        schema, _, token = headers[0].partition(" ")
        # Hashes of one length, compared in constant time: neither length nor content of the token shows.
        match = hmac.compare_digest(token_hash(token.strip()), self._sidik)
        return match and schema.lower() == "bearer"

    def _too_many(self, klien: str) -> bool:
        now = time.monotonic()
        wrong = self._salah.setdefault(klien, deque(maxlen=ERRORS_A_MINUTE))
        self._salah.move_to_end(klien)
        if len(self._salah) > _ADDRESSES_KEPT:
            self._salah.popitem(last=False)
        full = len(wrong) == ERRORS_A_MINUTE and now - wrong[0] < 60
        if not full:
            wrong.append(now)
        return full


def token_hash(token: str) -> bytes:
    """What is kept and compared instead of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def _failure(status: int, code: str, message: str) -> Response:
    content = encode(Failure(error=True, code=code, message=message))
    return Response(content, status_code=status, media_type="application/json", headers={"Cache-Control": "no-store"})


def _shown(jalur: bytes, token: str) -> str:
    """A path for the log; one that holds the token, however it is spelt, is not shown."""
    texts = jalur.decode("latin-1")
    if token in unquote(unquote(texts)):
        return "(jalur memuat token)"
    texts = texts[:200]
    return "".join(c if c.isprintable() and c.isascii() else "?" for c in texts)


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 with a bound on how long each request may take: slow clients are cut off, the others go on.

    A client that asks for unit after unit over one connection keeps it as long as it likes.
    """

    def connection_made(self, transport: Any) -> None:
        """Start the clock of the first request; beyond ``CONNECTIONS`` at once it is refused in the guide's JSON."""
        super().connection_made(transport)
        app = self.config.app
        if len(self.connections) > CONNECTIONS and isinstance(app, PortalApp):
            self.app = app.refuse
        self._batas = self.loop.call_later(REQUEST_TIMEOUT, transport.abort)

    def data_received(self, data: bytes) -> None:
        """Once a whole request is there, give the client time to take its answer."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not None and self.cycle is not before:
            self._wind(REPLY_TIMEOUT)

    def send_400_response(self, msg: str) -> None:
        """What is no request is refused in the language of the other answers."""
        super().send_400_response("Permintaan HTTP tidak sah")

    def on_response_complete(self) -> None:
        """The next request has its own time, once the client has taken what is still on its way."""
        self._wind(REPLY_TIMEOUT if self.transport.get_write_buffer_size() else REQUEST_TIMEOUT)
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._batas.cancel()
        super().connection_lost(exc)

    def _wind(self, detik: int) -> None:
        self._batas.cancel()
        self._batas = self.loop.call_later(detik, self.transport.abort)


def open_address(owner: str, port: int) -> socket.socket:
    """A socket that listens there, so that nothing is said to be served before it is. Raises ``OSError``."""
    kind, _, _, _, address = socket.getaddrinfo(owner, port, type=socket.SOCK_STREAM)[0]
    place = socket.create_server(address[:2], family=kind, backlog=2048)
    # Connections inherit it; without it each answer waits 40 ms for the client to confirm its head.
    place.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return place


def check_certificate(sertifikat: Path, key: Path) -> None:
    """Raise ``OSError`` (``ssl.SSLError`` is one) when the two can't be used; a key under a password is refused."""
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(sertifikat, key, password=lambda: "-")


def serve(app: PortalApp, place: socket.socket, sertifikat: Path | None, key: Path | None) -> None:
    """Serve until stopped."""
    config = uvicorn.Config(
        app,
        http=BoundedProtocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="critical",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=5,
        h11_max_incomplete_event_size=16_384,
        ssl_certfile=sertifikat,
        ssl_keyfile=key,
    )
    uvicorn.Server(config).run(sockets=[place])
