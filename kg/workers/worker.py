"""One worker: a fork of the spawner that answers one query after another, under limits of its own.

It can open no file and no connection any more, so whatever a query makes the store do stays here.
"""

import resource
import socket
import sys
import time
from pathlib import Path

from kg.store import Store
from kg.workers.frames import Question, Reply, receive
from ontology.errors import ToneError

#: The longest answer that is sent, in bytes.
MOST_BYTES = 64 * 1024 * 1024
TOO_LARGE = "the answer is larger than {} MiB; ask for less with LIMIT"
NO_MEMORY = "the query needs more memory than it may have; ask for less at a time"
TOO_DEEP = "the query is nested too deep to be read"
NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
STOPPED = "QUERY_STOPPED"
INTERNAL = "INTERNAL"


def serve(connection: socket.socket, store: Store, memory: int, seconds: int) -> None:
    """Answer until the pool has gone.  ``memory``: bytes beyond what is held now; ``seconds``: of CPU for one query."""
    _shut_in(memory)
    while (message := receive(connection)) is not None:
        _give_time(seconds)
        reply = answer(store, Question.decode(message[0]))
        connection.sendall(reply.encode())
        if reply.code == STOPPED:
            return  # memory may be scattered now; the pool takes a fresh worker


def answer(store: Store, question: Question) -> Reply:
    """The reply to a question; every error of ours is said in it."""
    begun = time.perf_counter()
    try:
        found = store.query(
            question.query,
            default_graphs=question.default_graphs,
            named_graphs=question.named_graphs,
            most=question.most,
        )
        form = question.graph_form if found.kind == "graph" else question.rows_form
        if form is None:
            return Reply(error=f"this answer can be sent as {', '.join(found.formats.values())}", code=NOT_ACCEPTABLE)
        body = found.serialize(form)
    except MemoryError:
        return Reply(error=NO_MEMORY, code=STOPPED)
    except RecursionError:
        return Reply(error=TOO_DEEP, code=STOPPED)
    except ToneError as error:
        return Reply(error=str(error), code=error.code)
    except Exception as error:  # noqa: BLE001  # a mistake of ours; the server logs it and goes on
        return Reply(error=f"{type(error).__name__}: {error}", code=INTERNAL)
    if len(body) > MOST_BYTES:
        return Reply(error=TOO_LARGE.format(MOST_BYTES >> 20), code=STOPPED)
    return Reply(form=form, seconds=time.perf_counter() - begun, body=body)


def _shut_in(memory: int) -> None:
    held = _held()
    if held is not None:
        resource.setrlimit(resource.RLIMIT_AS, (held + memory, held + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # what is open stays open, nothing is opened beside it


def _held() -> int | None:
    """Bytes of address space in use; None where the system does not say."""
    if not sys.platform.startswith("linux"):
        return None
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _give_time(seconds: int) -> None:
    """The kernel's own stop, should the pool be gone: so much CPU from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + 2 * seconds + 2
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
