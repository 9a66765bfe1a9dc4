"""The pool's ends of the wires: one to the spawner, one to each worker."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from typing import cast

from kg.store import Store
from kg.workers.frames import Reply, lengths, taken_apart
from kg.workers.spawner import FORK, KILL, READY

#: Ends of a worker that say that the query was too much for it, not that somebody else ended it.
OVERTAXED = {signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGXCPU}


class SpawnerLost(Exception):
    """The spawner has gone, or did not come."""


class Spawner:
    """A spawner process; its calls block for about a millisecond, except the first, which fills the store."""

    def __init__(self, store: Store, memory: int, seconds: int) -> None:
        """Start it over the content of a store.

        Raises:
            SpawnerLost: it did not come up.
        """
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        limits = [str(theirs.fileno()), str(memory), str(seconds)]
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own module
                [sys.executable, "-m", "kg.workers.spawner", store.name, *limits],
                stdin=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        except OSError as error:
            self._control.close()
            raise SpawnerLost(f"no process could be started: {error.strerror}") from error
        finally:
            theirs.close()
        assert self._process.stdin  # noqa: S101  # asked for above
        try:
            with self._process.stdin as out:
                store.write(out)  # type: ignore[arg-type]  # a pipe to write bytes to
            ready = self._control.recv(1) == READY
        except OSError:
            ready = False
        if not ready:
            self.close()
            raise SpawnerLost("the process for SPARQL workers ended before it was ready")

    def fork(self) -> tuple[int, socket.socket]:
        """A fresh worker: its process id, and the wire to it."""
        with self._lock:
            try:
                self._control.sendall(FORK)
                message, descriptors, _, _ = socket.recv_fds(self._control, 4, 1)
            except OSError as error:
                raise SpawnerLost from error
        if len(message) != 4 or not descriptors:
            raise SpawnerLost
        return int.from_bytes(message, "big"), socket.socket(fileno=descriptors[0])

    def end(self, pid: int) -> int:
        """Kill a worker that may have ended already; the signal that ended it, 0 where there was none."""
        with self._lock:
            try:
                self._control.sendall(KILL + pid.to_bytes(4, "big"))
                return int.from_bytes(self._control.recv(1), "big")
            except OSError as error:
                raise SpawnerLost from error

    def close(self) -> None:
        """End it and its workers."""
        self._control.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()
        self._process.wait()


class Worker(asyncio.Protocol):
    """The wire to one worker, which answers one question at a time."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._held = bytearray()
        self._reply: asyncio.Future[Reply | None] | None = None
        self._wire: asyncio.WriteTransport | None = None
        self.is_lost, self._was_there = False, False
        #: The signal that ended it, known some time after it was retired; 0 where there was none.
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def ask(self, message: bytes) -> "asyncio.Future[Reply | None]":
        """The reply when it comes; None where the worker ended before."""
        self._reply = asyncio.get_running_loop().create_future()
        if self._wire is None or self.is_lost:
            self._reply.set_result(None)
        else:
            self._wire.write(message)
        return self._reply

    def slow_down(self) -> None:
        """Give way to everybody else from now on."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def close(self) -> None:
        self._was_there = not self.is_lost
        if self._wire is not None:
            self._wire.close()

    def kill(self) -> None:
        """End it without the spawner; it must have been closed just now, so that nobody else has its id yet."""
        if self._was_there:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._wire = cast(asyncio.WriteTransport, transport)  # a socket's; not every event loop says so by its class

    def data_received(self, data: bytes) -> None:
        self._held += data
        known = lengths(self._held)
        if known is not None and len(self._held) >= known[1]:
            head, body = taken_apart(self._held, known[0])
            self._held = bytearray()
            self._settle(Reply(**head, body=body))

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True
        self._settle(None)

    def _settle(self, reply: Reply | None) -> None:
        if self._reply is not None and not self._reply.done():
            self._reply.set_result(reply)
