"""``SIGHUP`` has the tables read anew; before there is a graph, and after, it must not end the process."""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from api.live import Live


def be_deaf() -> None:
    """Pass over it until further notice."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


@contextmanager
def reloading(live: Live) -> Iterator[None]:
    """Reload at each, where there is such a signal and this is the thread that gets it."""
    if not hasattr(signal, "SIGHUP") or threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    running: set[asyncio.Task[bool]] = set()

    def reload() -> None:
        task = loop.create_task(live.reload())
        running.add(task)
        task.add_done_callback(running.discard)

    before = signal.getsignal(signal.SIGHUP)
    loop.add_signal_handler(signal.SIGHUP, reload)
    yield
    loop.remove_signal_handler(signal.SIGHUP)
    signal.signal(signal.SIGHUP, before)
