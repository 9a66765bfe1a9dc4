"""Listening on an address: the socket is taken before anything is loaded, so a port in use is said at once.

One process, or several behind the same socket (see ``api.processes``).  ``SIGTERM`` and Ctrl+C stop politely: what was
accepted is answered.  ``SIGHUP`` has the tables read anew (of several processes, each is replaced in turn).
"""

import signal
import socket
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from api.output import say
from api.service import Service
from api.settings import Settings
from ontology.errors import MissingExtra, ServerNotStarted

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Config

#: Seconds that answers may still take after the order to stop.
GRACE = 30
#: Seconds that a process among several may take until it serves, and until it says that it still lives.
PATIENCE = 120
PACKAGES = {"httptools", "jinja2", "orjson", "prometheus_client", "starlette", "strawberry", "uvicorn"}


def run(settings: Settings) -> None:
    """Serve until interrupted; prints the address of the start page when ready.

    Raises:
        ServerNotStarted: the address is in use or not ours.
        MissingExtra: the server packages are not installed.
        ToneError: a setting is wrong, or names something that is not there.
    """
    try:
        import uvicorn

        from api import checked, hangup, logs, processes
        from api.app import create_app
        from api.traces import traced
    except ModuleNotFoundError as error:
        if error.name in PACKAGES:
            raise MissingExtra("tone serve", "server") from None
        raise
    logs.set_up(settings.log)
    hangup.be_deaf()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl+C
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        checked.names(settings)
        listening = stack.enter_context(_listen(settings.host, settings.port))
        host, port = listening.getsockname()[:2]
        address = f"http://{'localhost' if host == '127.0.0.1' else f'[{host}]' if ':' in host else host}:{port}/"
        if settings.workers > 1:
            say(f"TONE-KG will be at {address} with {settings.workers} processes  (Ctrl+C stops them)")
            processes.run(settings, configuration("api.processes:application", settings), listening)
            return
        service = Service(settings)
        checked.parts(service)
        say(f"{'asking' if service.is_remote else 'filling'} the {settings.store} store …")
        service.questions  # noqa: B018  # opening it is the point
        say(f"TONE-KG is at {address}  (Ctrl+C stops it)")
        application = traced(create_app(service), settings)
        uvicorn.Server(configuration(application, settings)).run(sockets=[listening])


def configuration(app: "ASGIApp | str", settings: Settings) -> "Config":
    """How uvicorn is to serve an application, or what makes one."""
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
        timeout_worker_healthcheck=PATIENCE,
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
