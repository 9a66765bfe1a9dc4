"""Hands questions to workers, sees to fairness, and kills what takes too long.

A question first gets a short slice of time in the fast lane, where clients take turns.  What needs longer moves to
the slow lane: few places, lowest priority, and a fresh worker takes the fast place.  So long queries, however many,
never stand before a short one of somebody else.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kg.store import Store
from kg.workers.frames import Question, Reply
from kg.workers.process import OVERTAXED, Spawner, SpawnerLost, Worker
from kg.workers.turns import Turns
from ontology.errors import Busy, QueryStopped

LOGGER = logging.getLogger("tone")
#: Seconds of the fast lane.
SLICE = 0.25
#: Questions that may wait in each lane, in all and of one client.
WAITING, EACH = 256, 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: seconds from its arrival, bytes beyond the graph; and how many run at once."""

    seconds: int = 10
    memory: int = 512 * 1024 * 1024
    fast: int = max(2, os.cpu_count() or 1)
    slow: int = 2


def _said(started: "asyncio.Future[Spawner]") -> None:
    if not started.cancelled() and (error := started.exception()):
        LOGGER.error("no SPARQL query can be answered: %s", error)


class Pool:
    """Workers over one graph, for one event loop."""

    def __init__(self, limits: Limits, count: Callable[[str], None] = lambda event: None) -> None:
        """``count`` hears of each event: asked, slow, timeout, overtaxed, lost, gone, killed."""
        self.limits, self._count = limits, count
        self._fast = Turns(limits.fast, share=max(1, limits.fast - 1), waiting=WAITING, each=EACH)
        self._slow = Turns(limits.slow, share=max(1, limits.slow - 1), waiting=WAITING, each=EACH)
        self._idle: list[Worker] = []
        self._starting: asyncio.Future[Spawner] | None = None
        self._store: Store | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def waiting(self) -> int:
        """Questions without a place now."""
        return self._fast.waiting + self._slow.waiting

    def start(self, store: Store) -> "asyncio.Future[Spawner]":
        """Begin to serve the content of a store; questions wait until that is done."""
        self._store = store
        memory, seconds = self.limits.memory, self.limits.seconds
        self._starting = asyncio.ensure_future(asyncio.to_thread(Spawner, store, memory, seconds))
        self._starting.add_done_callback(_said)
        return self._starting

    async def ask(self, question: Question, client: str, gone: Callable[[], Awaitable[None]]) -> Reply:
        """The reply to a question; ``gone`` returns when the client no longer waits, and the query is then stopped.

        Raises:
            QueryStopped: it took too long or too much.
            Busy, TooMany: no place came free, or the workers have to be started anew.
        """
        self._count("asked")
        message, clock = question.encode(), asyncio.get_running_loop().time
        until = clock() + self.limits.seconds
        worker = None
        try:
            async with self._fast.turn(client, self.limits.seconds):
                worker = await self._take()
                pending = worker.ask(message)
                await asyncio.wait({pending}, timeout=min(SLICE, self.limits.seconds))
                if pending.done():
                    last, worker = worker, None
                    return await self._settled(last, pending.result())
            self._count("slow")
            if not self._slow.is_free(client):
                self._retire(worker)
                worker = None
            async with self._slow.turn(client, until - clock()):
                if worker is None:
                    worker = await self._take()
                    pending = worker.ask(message)
                worker.slow_down()
                leaving = asyncio.ensure_future(gone())
                waited: set[asyncio.Future[Any]] = {pending, leaving}  # Any: one gives a reply, the other nothing
                try:
                    await asyncio.wait(waited, timeout=until - clock(), return_when=asyncio.FIRST_COMPLETED)
                    if pending.done():
                        last, worker = worker, None
                        self._retire(last)
                        return await self._judged(last, pending.result())
                    self._count("gone" if leaving.done() else "timeout")
                    raise QueryStopped(f"the query took more than {self.limits.seconds} s and was stopped")
                finally:
                    leaving.cancel()
        finally:
            if worker is not None:
                self._retire(worker)

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        for worker in self._idle:
            worker.close()
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self._starting is not None:
            with suppress(SpawnerLost):
                spawner = await self._starting
                await asyncio.to_thread(spawner.close)

    async def _settled(self, worker: Worker, reply: Reply | None) -> Reply:
        """The reply of a worker of the fast lane, which is free again unless it failed."""
        if reply is None or reply.code == QueryStopped.code:
            self._retire(worker)
            return await self._judged(worker, reply)
        self._idle.append(worker)
        return reply

    async def _judged(self, worker: Worker, reply: Reply | None) -> Reply:
        """The reply, or why there is none."""
        if reply is not None:
            return reply
        ended = await worker.ended
        if ended in OVERTAXED:
            self._count("overtaxed")
            mib = self.limits.memory >> 20
            raise QueryStopped(f"the query needs more than {mib} MiB or is nested too deep, and was stopped")
        self._count("lost")
        raise Busy("queries", 1)

    async def _take(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if not worker.is_lost:
                return worker
            self._retire(worker)
        return await self._fork()

    async def _fork(self) -> Worker:
        starting = self._starting
        assert starting  # noqa: S101  # started before it is asked
        try:
            spawner = await asyncio.shield(starting)
            pid, wire = await asyncio.to_thread(spawner.fork)
        except SpawnerLost:
            self._start_anew(starting)
            raise Busy("queries", 5) from None
        worker = Worker(pid)
        await asyncio.get_running_loop().create_connection(lambda: worker, sock=wire)
        return worker

    def _retire(self, worker: Worker) -> None:
        """End a worker, and have a fresh one ready in its place."""
        self._count("killed")
        worker.close()
        self._begin(self._replaced(worker))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:  # Any: a coroutine neither yields nor is sent anything
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _replaced(self, worker: Worker) -> None:
        starting = self._starting
        assert starting  # noqa: S101  # there is a worker, so there was a spawner
        try:
            spawner = await asyncio.shield(starting)
            worker.ended.set_result(await asyncio.to_thread(spawner.end, worker.pid))
        except SpawnerLost:
            worker.kill()
            worker.ended.set_result(0)
            self._start_anew(starting)
            return
        if not self._closed and len(self._idle) < self.limits.fast:
            with suppress(Busy):
                self._idle.append(await self._fork())

    def _start_anew(self, lost: "asyncio.Future[Spawner]") -> None:
        """A new spawner where the one there was has gone; only the first who finds that out starts it."""
        if self._starting is lost and self._store is not None and not self._closed:
            if not lost.exception():
                self._begin(asyncio.to_thread(lost.result().close))
            self.start(self._store)
