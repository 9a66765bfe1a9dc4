"""The process that holds the graph and forks workers, each in a millisecond since the graph is not copied.

``python -m kg.workers.spawner STORE FD MEMORY SECONDS`` with the graph as N-Quads on its input.  It has one thread
and runs no query of a stranger, so forking it is safe and it can always be asked for the next worker.
"""

import os
import signal
import socket
import sys

from kg.results import GRAPH_FORMATS, ROW_FORMATS
from kg.store import Store, open_store
from kg.workers.frames import Question
from kg.workers.worker import answer, serve

#: How far spawner and workers stand back behind the server, which must always be able to say no.
NICE = 5
FORK, KILL, READY = b"f", b"k", b"r"


def main(name: str, descriptor: int, memory: int, seconds: int) -> None:
    """Fill the store, then obey until the server has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the server decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.nice(NICE)
    control = socket.socket(fileno=descriptor)
    store = open_store(name)
    store.read(sys.stdin.buffer)
    _load_all(store)
    control.sendall(READY)
    children: set[int] = set()
    while order := control.recv(1):
        if order == FORK:
            ours, theirs = socket.socketpair()
            pid = os.fork()
            if pid == 0:
                ours.close()
                control.close()
                _be_worker(theirs, store, memory, seconds)
            theirs.close()
            children.add(pid)
            socket.send_fds(control, [pid.to_bytes(4, "big")], [ours.fileno()])
            ours.close()
        elif order == KILL:
            pid = int.from_bytes(control.recv(4, socket.MSG_WAITALL), "big")
            ended = _end(pid) if pid in children else 0
            children.discard(pid)
            control.sendall(ended.to_bytes(1, "big"))
    for pid in children:
        _end(pid)


def _load_all(store: Store) -> None:
    """Have every module in memory that an answer may need: a worker cannot open files."""
    for form in ROW_FORMATS:
        answer(store, Question("SELECT ?x { BIND(1 AS ?x) }", rows_form=form))
    for form in GRAPH_FORMATS:
        answer(store, Question("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1", graph_form=form))


def _be_worker(connection: socket.socket, store: Store, memory: int, seconds: int) -> None:
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that aborts has no say in the server's log
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        serve(connection, store, memory, seconds)
        code = 0
    finally:
        os._exit(code)  # never back into the spawner's loop


def _end(pid: int) -> int:
    """Kill a child that may be gone already; the signal that ended it, 0 where there was none."""
    done, status = os.waitpid(pid, os.WNOHANG)
    if not done:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
