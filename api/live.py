"""What the server answers from: a service and its workers, which can be exchanged for fresh ones while it runs.

Questions that were begun with the old ones are finished with them; nobody waits and nothing fails.
"""

import asyncio
import ctypes
import gc
from contextlib import suppress

from api import metrics
from api.gql.answering import Answers
from api.gql.documents import Documents
from api.logs import LOGGER
from api.remembered import Remembered
from api.schema import core
from api.service import Service
from kg.workers.pool import Limits, Pool
from kg.workers.process import SpawnerLost
from ontology.errors import BadInput, Missing, ToneError


class Live:
    """The present service and pool."""

    def __init__(self, service: Service) -> None:
        settings = service.settings
        self._documents = Documents(core, trusted=settings.documents, introspection=settings.introspection != "off")
        self.service = service
        self.answers = Answers(core, self._documents, service)
        self.pool = Pool(_limits(service), metrics.count)
        #: Pages and documents of terms that were made before.
        self.bodies = _bodies()
        self._reloading = asyncio.Lock()
        self._leaving: set[asyncio.Task[None]] = set()
        self._measuring: asyncio.Task[None] | None = None
        self._closed = False

    async def start(self) -> None:
        """Fill the store, and begin to start the workers; a server elsewhere answers SPARQL without them."""
        self.service.batcher  # noqa: B018  # made here, before threads ask for it
        await asyncio.to_thread(lambda: self.service.questions)
        if self.service.embeds_sparql:
            self.pool.start(await asyncio.to_thread(lambda: self.service.store))
        if metrics.is_shared():
            self._measuring = asyncio.ensure_future(metrics.keep_measuring(self))

    async def reload(self) -> bool:
        """Read the tables anew; where that fails, say why and go on with what there is.  Whether it worked."""
        async with self._reloading:
            if self._closed:
                return False
            try:
                service = await asyncio.to_thread(self._renewed)
                pool = Pool(_limits(service), metrics.count)
                if service.embeds_sparql:
                    await pool.start(service.store)
            except (ToneError, SpawnerLost, OSError, ValueError) as error:  # of a file that is missing or no table
                LOGGER.error("the graph was not read anew, the old one is served: %s", error)
                metrics.RELOADS.labels("failed").inc()
                return False
            old_service, old_pool = self.service, self.pool
            self.service, self.pool = service, pool
            self.answers, self.bodies = Answers(core, self._documents, service), _bodies()
            LOGGER.info("the graph was read anew", extra={"fields": {"graph": service.world.version}})
            metrics.RELOADS.labels("done").inc()
            task = asyncio.ensure_future(self._let_go(old_service, old_pool))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)
            return True

    def _renewed(self) -> Service:
        if self.service.settings.store_path:
            raise BadInput("a store on disk is held by this process; set no TONE_STORE_PATH, or restart")
        service = self.service.renewed()
        service.questions  # noqa: B018  # opening what answers them is the point
        if service.embeds_sparql:
            service.store  # noqa: B018  # likewise
        with suppress(Missing):  # what was lacking at the start may still be
            service.warm()
        service.batcher  # noqa: B018  # made here, before threads ask for it
        return service

    async def _let_go(self, service: Service, pool: Pool) -> None:
        with suppress(asyncio.CancelledError):  # stopping: nobody asks any more
            await asyncio.sleep(pool.limits.seconds + 1)
        await pool.close()
        await asyncio.to_thread(service.close)
        del service, pool
        await asyncio.to_thread(_give_back)

    async def close(self) -> None:
        """Finish what was accepted, and let go of everything."""
        async with self._reloading:
            self._closed = True
        if self._measuring is not None:
            self._measuring.cancel()
        for task in self._leaving:
            task.cancel()
        if self._leaving:
            await asyncio.wait(self._leaving)
        await self.pool.close()
        await asyncio.to_thread(self.service.close)


def _bodies() -> Remembered[bytes]:
    return Remembered(32 * 1024 * 1024, 1024 * 1024)


def _give_back() -> None:
    """Return the memory of an old graph to the system, which would else keep it for this process for hours."""
    gc.collect()
    with suppress(OSError, AttributeError):  # not glibc
        ctypes.CDLL(None).malloc_trim(0)


def _limits(service: Service) -> Limits:
    return Limits(seconds=service.settings.sparql_seconds, memory=service.settings.sparql_memory << 20)
