"""Listening on an address: the socket is taken before anything is loaded, so a port in use is said at once.

One process, or several behind the same socket.  ``SIGTERM`` and Ctrl+C stop politely: what was accepted is answered.
``SIGHUP`` has the tables read anew (of several processes, each is replaced by a fresh one in turn).
"""

import os
import socket
import tempfile
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from api.output import say
from api.service import Service
from api.settings import Settings
from ontology.errors import MissingExtra, ServerNotStarted

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from uvicorn import Config

#: Seconds that answers may still take after the order to stop.
GRACE = 30
PACKAGES = {"httptools", "jinja2", "orjson", "prometheus_client", "starlette", "strawberry", "uvicorn"}


def run(settings: Settings) -> None:
    """Serve until interrupted; prints the address of the start page when ready.

    Raises:
        ServerNotStarted: the address is in use or not ours.
        MissingExtra: the server packages are not installed.
    """
    try:
        import uvicorn
        from uvicorn.supervisors import Multiprocess

        from api import logs
        from api.app import create_app
    except ModuleNotFoundError as error:
        if error.name in PACKAGES:
            raise MissingExtra("tone serve", "server") from None
        raise
    logs.set_up(settings.log)
    with ExitStack() as stack:
        listening = stack.enter_context(_listen(settings.host, settings.port))
        host, port = listening.getsockname()[:2]
        address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/"
        if settings.workers > 1:
            os.environ.update(settings.environment())  # each process reads them from there
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = stack.enter_context(tempfile.TemporaryDirectory())
            say(f"TONE-KG will be at {address} with {settings.workers} processes  (Ctrl+C stops them)")
            config = _config("api.serving:from_environment", settings)
            Multiprocess(config, [listening]).run()
            return
        service = Service(settings)
        say(f"{'asking' if service.is_remote else 'filling'} the {settings.store} store …")
        service.questions  # noqa: B018  # opening it is the point
        say(f"TONE-KG is at {address}  (Ctrl+C stops it)")
        server = uvicorn.Server(_config(create_app(service), settings))
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


def from_environment() -> "Starlette":
    """The application of one process among several."""
    from api import logs
    from api.app import create_app

    settings = Settings.read()
    logs.set_up(settings.log)
    return create_app(Service(settings))


def _config(app: "Starlette | str", settings: Settings) -> "Config":
    from uvicorn import Config

    from api.careful import CarefulProtocol

    return Config(
        app,
        factory=isinstance(app, str),
        workers=settings.workers,
        http=CarefulProtocol,
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=GRACE,
        timeout_worker_healthcheck=120,  # the first answer waits for the store to be filled
    )


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
