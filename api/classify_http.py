"""``POST /classify``: JSON lines in, JSON lines out as they come; a faulty line is answered and the rest goes on."""

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import Future
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from api.batching import Batcher
from api.bodies import Refused, chunks, must_be_plain
from api.classification import LONGEST_TEXT, Choice, fault_of
from api.errors import problem, problem_of
from api.service import Service
from ontology.errors import BadInput, Busy, ToneError

if TYPE_CHECKING:
    from vocab.candidates import Candidate
    from vocab.classify import Scores

#: Lines read before the first are answered.
HELD = 64
#: Bytes of one line: the longest text in the widest writing, and what stands around it.
LONGEST_LINE = 6 * LONGEST_TEXT + 1000

MEDIA = "application/x-ndjson"
ACCEPTED = {MEDIA, "application/jsonl", "application/json", "text/plain"}


async def endpoint(request: Request) -> Response:
    """Each line is a JSON string or an object with ``text``; other members come back beside the answer.

    Query: ``labels`` (a set, or labels with commas) or ``tier`` (1 … 3); ``engine``, ``multi``, ``top``.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in ACCEPTED:
        return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send one JSON value a line as {MEDIA}")
    try:
        must_be_plain(request)
    except Refused as refusal:
        return problem(refusal.status, str(refusal))
    service: Service = request.app.state.live.service
    batcher = service.batcher
    try:
        asked = _Asked.read(request)
        candidates = await run_in_threadpool(service.classification.candidates, asked.choice)
        lines = _lines(request)
        first = await _read(lines)
        pending = await run_in_threadpool(_submit, batcher, first, candidates, asked)
        await _settled(pending)
    except ToneError as error:
        return problem_of(error)
    return _Answering(_answers(first, pending, lines, batcher, candidates, asked), media_type=MEDIA)


class _Answering(StreamingResponse):
    """Answers while the body is still being read, so nobody else may take messages of it to see who has gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.stream_response(send)


class _Asked:
    """The query of a request."""

    def __init__(self, choice: Choice, engine: str | None, multi: bool, top: int | None) -> None:
        self.choice, self.engine, self.multi, self.top = choice, engine, multi, top

    @classmethod
    def read(cls, request: Request) -> "_Asked":
        given = request.query_params
        if unknown := set(given) - {"labels", "tier", "engine", "multi", "top"}:
            raise BadInput(f"no parameter '{min(unknown)}'; there are labels, tier, engine, multi, top")
        tier, top = given.get("tier"), given.get("top")
        if tier not in (None, "1", "2", "3"):
            raise BadInput(f"tier '{tier}' is none of 1, 2, 3")
        if top is not None and not (top.isdigit() and int(top)):
            raise BadInput(f"top '{top}' is no number of labels")
        choice = Choice.named(given.get("labels"), int(tier) if tier else None)
        return cls(choice, given.get("engine"), given.get("multi") in ("1", "true"), int(top) if top else None)


Line = tuple[dict[str, Any], str, str]  # Any: JSON; (what came with the text, the text, what is wrong with the line)


async def _lines(request: Request) -> AsyncIterator[Line]:
    """The lines of a body, read as they come, so that none is ever held whole."""
    held, number = bytearray(), 0
    try:
        async for chunk in chunks(request):
            held += chunk
            while (end := held.find(b"\n")) >= 0:
                line, held = bytes(held[:end]), held[end + 1 :]
                number += 1
                if line.strip():
                    yield _line(line, number)
            if len(held) > LONGEST_LINE:
                fault = f"line is longer than {LONGEST_LINE} bytes, and nothing behind it is read"
                yield {"line": number + 1}, "", fault
                return
    except Refused as refusal:
        yield {"line": number + 1}, "", str(refusal)
        return
    if held.strip():
        yield _line(bytes(held), number + 1)


def _line(line: bytes, number: int) -> Line:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {"line": number}, "", "line is no JSON"
    text = value.get("text") if isinstance(value, dict) else value
    rest = {k: v for k, v in value.items() if k != "text"} if isinstance(value, dict) else {}
    if not isinstance(text, str):
        return {"line": number, **rest}, "", "line is neither a JSON string nor an object with a string named text"
    if fault := fault_of(text):
        return {"line": number, **rest}, "", f"text {fault}"
    return rest, text, ""


async def _read(lines: AsyncIterator[Line]) -> list[Line]:
    found = []
    async for line in lines:
        found.append(line)
        if len(found) == HELD:
            break
    return found


def _submit(
    batcher: Batcher, lines: list[Line], candidates: "tuple[Candidate, ...]", asked: _Asked
) -> "Future[tuple[Scores, ...]]":
    texts = [text for _, text, fault in lines if not fault]
    return batcher.submit(texts, candidates, engine=asked.engine, multi=asked.multi)


async def _settled(pending: "Future[tuple[Scores, ...]]") -> "tuple[Scores, ...]":
    return await asyncio.wrap_future(pending)


async def _answers(
    held: list[Line],
    pending: "Future[tuple[Scores, ...]]",
    lines: AsyncIterator[Line],
    batcher: Batcher,
    candidates: "tuple[Candidate, ...]",
    asked: _Asked,
) -> AsyncIterator[str]:
    while held:
        found = iter(await _settled(pending))
        for rest, _, fault in held:
            answer = rest | ({"error": fault} if fault else _told(next(found), asked))
            yield json.dumps(answer, ensure_ascii=False) + "\n"
        held = await _read(lines)
        while held:
            try:
                pending = await run_in_threadpool(_submit, batcher, held, candidates, asked)
                break
            except Busy as error:  # once begun, an answer waits instead of breaking off
                await asyncio.sleep(error.seconds)


def _told(scores: "Scores", asked: _Asked) -> dict[str, object]:
    shares = {label: round(share, 6) for label, share in scores.ranked[: asked.top]}
    return {"label": scores.best, "scores": shares, "neutral": scores.neutral, "decided": scores.decided}
