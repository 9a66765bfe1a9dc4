"""Listening on an address: the socket is taken before anything is loaded, so a port in use is said at once."""

import socket
from contextlib import suppress

from api.output import say
from api.service import Service
from api.settings import Settings
from ontology.errors import MissingExtra, ServerNotStarted


def run(settings: Settings) -> None:
    """Serve until interrupted; prints the address of the start page when ready.

    Raises:
        ServerNotStarted: the address is in use or not ours.
        MissingExtra: the server packages are not installed.
    """
    try:
        import uvicorn

        from api.app import create_app
    except ModuleNotFoundError as error:
        if error.name in {"uvicorn", "starlette", "strawberry", "jinja2"}:
            raise MissingExtra("tone serve", "server") from None
        raise
    with _listen(settings.host, settings.port) as listening:
        service = Service(settings)
        say(f"filling the {settings.store} store …")
        service.store  # noqa: B018  # opening it is the point
        host, port = listening.getsockname()[:2]
        say(f"TONE-KG is at http://{'localhost' if host == '127.0.0.1' else host}:{port}/  (Ctrl+C stops it)")
        server = uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning", server_header=False))
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        way_out = "stop what runs there, or choose another: tone serve --port 8001"
        raise ServerNotStarted(f"cannot listen on {host}:{port}: {error.strerror}; {way_out}") from None
    return listening
