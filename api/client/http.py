"""The two clients: each method sends one call of ``api.client.calls``, and has its name, words and parameters."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import aclosing, closing
from http import HTTPStatus
from inspect import Parameter, signature
from itertools import islice
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import httpx

from api.client import calls
from api.client.answers import Classified, Emotion
from api.client.calls import Call
from api.client.sending import BATCH, Lines, Way, request
from ontology.emotion import Tier

P = ParamSpec("P")
T = TypeVar("T")


def _sync(make: Callable[P, Call[T]]) -> "Callable[Concatenate[Client, P], T]":
    def asked(self: "Client", /, *given: P.args, **named: P.kwargs) -> T:
        return self.ask(make(*given, **named))

    return _like(asked, make)


def _async(make: Callable[P, Call[T]]) -> "Callable[Concatenate[AsyncClient, P], Coroutine[Any, Any, T]]":
    async def asked(self: "AsyncClient", /, *given: P.args, **named: P.kwargs) -> T:
        return await self.ask(make(*given, **named))

    return _like(asked, make)


def _like(method: T, make: Callable[..., Any]) -> T:
    """The method, with name, words and parameters of the call it makes."""
    given = signature(make)
    itself = Parameter("self", Parameter.POSITIONAL_ONLY)
    told = given.replace(parameters=[itself, *given.parameters.values()])
    for name, value in (("__name__", make.__name__), ("__doc__", make.__doc__), ("__signature__", told)):
        setattr(method, name, value)
    return method


class Client:
    """A TONE-KG service at an address; use it in ``with``, or ``close`` it.

    ``timeout`` is in seconds, for each wait of a request; at most ``retries`` times an answer of 503 or 429 is
    waited out, where the server asks for no more than ``longest_pause`` seconds.
    """

    def __init__(
        self, url: str, *, token: str = "", timeout: float = 30.0, retries: int = 2, longest_pause: float = 30.0
    ) -> None:
        self._way = Way(url, token, timeout, retries, longest_pause)
        self._http = httpx.Client(**self._way.settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def ask(self, call: Call[T]) -> T:
        """The answer to one call."""
        with closing(self._send(call)) as response:
            try:
                return call.answer(response.status_code, response.read())
            except httpx.HTTPError as error:
                raise self._way.lost(error) from error

    def _send(self, call: Call[Any]) -> httpx.Response:
        tried = 0
        while True:
            try:
                response = self._http.send(request(self._http, call), stream=True)
            except httpx.HTTPError as error:
                raise self._way.lost(error) from error
            seconds = self._way.pause(response, tried)
            if seconds is None:
                return response
            response.close()
            time.sleep(seconds)
            tried += 1

    emotion = _sync(calls.emotion)
    search = _sync(calls.search)
    lookup = _sync(calls.lookup)
    normalize = _sync(calls.normalize)
    translate = _sync(calls.translate)
    vad = _sync(calls.vad)
    vads = _sync(calls.vads)
    classify = _sync(calls.classify)
    transition = _sync(calls.transition)
    path = _sync(calls.path)
    neighbours = _sync(calls.neighbours)
    sparql = _sync(calls.sparql)
    turtle = _sync(calls.turtle)

    def emotions(self, containing: str = "", tier: Tier | None = None, *, extension: bool = True) -> Iterator[Emotion]:
        """All emotions in the order of their ids, fetched page by page; a text that label or definition must hold."""
        after = None
        while True:
            page = self.ask(calls.page(containing, tier, extension=extension, after=after))
            yield from page.emotions
            if (after := page.after) is None:
                return

    def classify_lines(
        self,
        texts: Iterable[str],
        label_set: str | None = None,
        *,
        labels: Sequence[str] | None = None,
        tier: Tier | None = None,
        engine: str | None = None,
        multi: bool = False,
        top: int | None = None,
    ) -> Iterator[Classified]:
        """Like ``classify`` for any number of texts, answered in order as they are read; see ``Classified.error``."""
        waiting = iter(texts)
        while held := list(islice(waiting, BATCH)):
            call = calls.lines(held, label_set, labels=labels, tier=tier, engine=engine, multi=multi, top=top)
            with closing(self._send(call)) as response:
                try:
                    if response.status_code != HTTPStatus.OK:
                        call.answer(response.status_code, response.read())
                    found = Lines()
                    for chunk in response.iter_bytes():
                        yield from map(calls.line, found.of(chunk))
                except httpx.HTTPError as error:
                    raise self._way.lost(error) from error


class AsyncClient:
    """The same for asyncio: each method of ``Client`` is awaited; what yields there is for ``async for`` here."""

    def __init__(
        self, url: str, *, token: str = "", timeout: float = 30.0, retries: int = 2, longest_pause: float = 30.0
    ) -> None:
        self._way = Way(url, token, timeout, retries, longest_pause)
        self._http = httpx.AsyncClient(**self._way.settings)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def ask(self, call: Call[T]) -> T:
        """The answer to one call."""
        response = await self._send(call)
        async with aclosing(response):
            try:
                return call.answer(response.status_code, await response.aread())
            except httpx.HTTPError as error:
                raise self._way.lost(error) from error

    async def _send(self, call: Call[Any]) -> httpx.Response:
        tried = 0
        while True:
            try:
                response = await self._http.send(request(self._http, call), stream=True)
            except httpx.HTTPError as error:
                raise self._way.lost(error) from error
            seconds = self._way.pause(response, tried)
            if seconds is None:
                return response
            await response.aclose()
            await asyncio.sleep(seconds)
            tried += 1

    emotion = _async(calls.emotion)
    search = _async(calls.search)
    lookup = _async(calls.lookup)
    normalize = _async(calls.normalize)
    translate = _async(calls.translate)
    vad = _async(calls.vad)
    vads = _async(calls.vads)
    classify = _async(calls.classify)
    transition = _async(calls.transition)
    path = _async(calls.path)
    neighbours = _async(calls.neighbours)
    sparql = _async(calls.sparql)
    turtle = _async(calls.turtle)

    async def emotions(
        self, containing: str = "", tier: Tier | None = None, *, extension: bool = True
    ) -> AsyncIterator[Emotion]:
        """Like ``Client.emotions``."""
        after = None
        while True:
            page = await self.ask(calls.page(containing, tier, extension=extension, after=after))
            for emotion in page.emotions:
                yield emotion
            if (after := page.after) is None:
                return

    async def classify_lines(
        self,
        texts: Iterable[str],
        label_set: str | None = None,
        *,
        labels: Sequence[str] | None = None,
        tier: Tier | None = None,
        engine: str | None = None,
        multi: bool = False,
        top: int | None = None,
    ) -> AsyncIterator[Classified]:
        """Like ``Client.classify_lines``."""
        waiting = iter(texts)
        while held := list(islice(waiting, BATCH)):
            call = calls.lines(held, label_set, labels=labels, tier=tier, engine=engine, multi=multi, top=top)
            response = await self._send(call)
            async with aclosing(response):
                try:
                    if response.status_code != HTTPStatus.OK:
                        call.answer(response.status_code, await response.aread())
                    found = Lines()
                    async for chunk in response.aiter_bytes():
                        for line in found.of(chunk):
                            yield calls.line(line)
                except httpx.HTTPError as error:
                    raise self._way.lost(error) from error
