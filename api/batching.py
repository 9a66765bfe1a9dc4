"""Requests that come at once are read by the model together: one queue with an end, one worker, one batch at a time."""

import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.classification import Classification
from ontology.errors import Busy

if TYPE_CHECKING:
    from vocab.candidates import Candidate
    from vocab.classify import Scores

#: Texts that may wait; what comes beyond is refused with 503.
WAITING = 2_000
#: Texts of one batch, and seconds that the first of them waits for company.
TOGETHER, PATIENCE = 64, 0.004


@dataclass(frozen=True)
class _Job:
    texts: Sequence[str]
    candidates: "tuple[Candidate, ...]"
    engine: str | None
    multi: bool
    done: "Future[tuple[Scores, ...]]" = field(default_factory=Future)

    @property
    def kind(self) -> tuple[object, ...]:
        """Jobs of one kind can be read together."""
        return self.candidates, self.engine, self.multi


class Batcher:
    """Classifies for many callers; start it once, close it when the service closes."""

    def __init__(self, classification: Classification, waiting: int = WAITING) -> None:
        self._classification = classification
        self._jobs: queue.Queue[_Job | None] = queue.Queue()
        self._room, self._lock = waiting, threading.Lock()
        self._worker: threading.Thread | None = None

    @property
    def waiting(self) -> int:
        """How many more texts may wait."""
        return self._room

    def submit(
        self, texts: Sequence[str], candidates: "tuple[Candidate, ...]", *, engine: str | None, multi: bool
    ) -> "Future[tuple[Scores, ...]]":
        """The scores of some texts, when they are there.

        Raises:
            Busy: too many texts wait already.
        """
        job = _Job(texts, candidates, engine, multi)
        with self._lock:
            if len(texts) > self._room:
                raise Busy("classifications", 1)
            self._room -= len(texts)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="classify", daemon=True)
                self._worker.start()
        self._jobs.put(job)
        return job.done

    def close(self) -> None:
        """Finish what was accepted, then stop."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            self._jobs.put(None)
            worker.join()

    def _work(self) -> None:
        later: list[_Job] = []
        while True:
            first = later.pop(0) if later else self._jobs.get()
            if first is None:
                return
            batch, stopping = [first], False
            until = time.monotonic() + PATIENCE
            while sum(len(job.texts) for job in batch) < TOGETHER and not stopping:
                try:
                    job = self._jobs.get(timeout=max(0.0, until - time.monotonic()))
                except queue.Empty:
                    break
                if job is None:
                    stopping = True
                else:
                    (batch if job.kind == first.kind else later).append(job)
            self._run(batch)
            if stopping:
                self._jobs.put(None)  # met again once everything accepted is done

    def _run(self, batch: list[_Job]) -> None:
        kind, room = batch[0], sum(len(job.texts) for job in batch)
        batch = [job for job in batch if job.done.set_running_or_notify_cancel()]  # some callers may have gone
        texts = [text for job in batch for text in job.texts]
        try:
            found = self._classification.classify(texts, kind.candidates, engine=kind.engine, multi=kind.multi)
        except Exception as error:  # noqa: BLE001  # whatever it is, the callers must hear of it
            for job in batch:
                job.done.set_exception(error)
        else:
            at = 0
            for job in batch:
                job.done.set_result(found[at : at + len(job.texts)])
                at += len(job.texts)
        finally:
            with self._lock:
                self._room += room
