"""Several server processes behind one socket: started, watched, replaced one after the other, stopped.

One that dies is replaced while the others answer.  Until all have been up once, one that ends is the end of the whole,
since something is wrong that the operator must hear of; later it is tried again, for the others have a sound graph.
"""

import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from typing import TYPE_CHECKING

from uvicorn.config import Config
from uvicorn.supervisors import Multiprocess

from api import checked, hangup, logs, metrics
from api.app import create_app
from api.output import say
from api.service import Service
from api.settings import Settings
from api.traces import traced
from ontology.errors import ToneError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

#: What a process exits with when it cannot serve, and seconds that it waits before, lest it be tried all the time.
FAULTY, WAIT = 2, 3


class Processes(Multiprocess):
    """The processes of one server."""

    def __init__(self, config: Config, listening: socket.socket) -> None:
        super().__init__(config, [listening])
        self._were_up = self.have_failed = False

    def keep_subprocess_alive(self) -> None:
        """Called twice a second."""
        if self._were_up:
            super().keep_subprocess_alive()
        elif not all(process.process.is_alive() for process in self.processes):
            self.have_failed = True
            self.should_exit.set()
        else:
            self._were_up = all(process.is_ready(0.5) for process in self.processes)


def run(settings: Settings, config: Config, listening: socket.socket) -> None:
    """Serve until told to stop; exit 2 where the processes could not all start."""
    os.environ.update(settings.environment())  # each process reads them from there
    with tempfile.TemporaryDirectory(prefix="tone-") as shared:
        os.environ[metrics.SHARED] = shared
        processes = Processes(config, listening)
        processes.run()
    if processes.have_failed:
        sys.exit(FAULTY)


def application() -> "ASGIApp":
    """What one process of several serves."""
    hangup.be_deaf()
    threading.Thread(target=_stop_with_parent, name="parent", daemon=True).start()
    settings = Settings.read()
    logs.set_up(settings.log)
    try:
        service = Service(settings)
        checked.parts(service)
        service.questions  # noqa: B018  # opening what answers them is the point
    except ToneError as error:
        say(f"tone: {error}")
        time.sleep(WAIT)
        sys.exit(FAULTY)
    return traced(create_app(service), settings)


def _stop_with_parent() -> None:
    """Nobody can stop or replace an orphan, so it stops by itself."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
