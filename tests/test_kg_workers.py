"""Queries in processes that can be killed: turns, limits, and what is left when something dies."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import pytest

from kg.store import REMOTE, STORES, Store, open_store
from kg.triples import expand
from kg.workers.frames import Question, Reply, frame, lengths, taken_apart
from kg.workers.pool import Limits, Pool
from kg.workers.turns import Turns
from ontology.errors import Busy, QueryStopped, TooMany
from ontology.world import Ontology

T = TypeVar("T")
CHILDREN = "SELECT ?c { ?c <http://www.w3.org/2004/02/skos/core#broader> <https://w3id.org/tone-kg/joy> }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(6)) + " }"


def run(what: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(what)


async def never() -> None:
    await asyncio.Event().wait()


@pytest.fixture(scope="module")
def store(mini: Ontology) -> Store:
    opened = open_store("oxigraph")
    opened.load(expand(mini))
    return opened


@asynccontextmanager
async def serving(
    store: Store, limits: Limits | None = None, counts: Counter[str] | None = None
) -> AsyncIterator[Pool]:
    counted = Counter[str]() if counts is None else counts
    pool = Pool(limits or Limits(seconds=1), lambda what: counted.update([what]))
    pool.start(store)
    yield pool
    await pool.close()


# -- messages and turns --------------------------------------------------------------------------------


def test_a_message_comes_out_as_it_went_in() -> None:
    question = Question("ASK { 'ä' }", ("urn:a",), (), rows_form=None, most=7)
    encoded = question.encode()
    known = lengths(encoded)
    assert known is not None
    assert known[1] == len(encoded)
    assert Question.decode(taken_apart(encoded, known[0])[0]) == question
    reply = Reply("json", 0.5, body=b"\x00\xff")
    size = lengths(reply.encode())
    assert size is not None
    head, body = taken_apart(reply.encode(), size[0])
    assert Reply(**head, body=body) == reply
    assert lengths(frame({}, b"x")[:7]) is None


async def _order(places: int, share: int, clients: str) -> str:
    """In which order clients get their turn who all come while the first holds every place."""
    turns, done, first = Turns(places, share=share, waiting=100, each=100), [], asyncio.Event()

    async def one(client: str) -> None:
        async with turns.turn(client, 5):
            done.append(client)
            await first.wait()

    tasks = [asyncio.ensure_future(one(client)) for client in clients]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    first.set()
    await asyncio.gather(*tasks)
    return "".join(done)


def test_clients_take_turns_however_much_one_of_them_asks() -> None:
    assert run(_order(1, 1, "aaaaabbc")) == "aabcabaa"


def test_one_client_never_holds_all_places() -> None:
    assert run(_order(2, 1, "aaaab")) == "abaaa"


def test_a_line_that_is_full_and_a_client_who_has_too_much_in_it_are_told_apart() -> None:
    async def scene() -> None:
        turns = Turns(1, waiting=3, each=2)
        async with turns.turn("a", 1):
            waiting = [asyncio.ensure_future(_enter(turns, name)) for name in ("a", "a", "b")]
            await asyncio.sleep(0)
            with pytest.raises(TooMany, match="too many queries of yours are waiting; ask again in 1 s"):
                await _enter(turns, "a")
            with pytest.raises(Busy, match="too many queries are waiting"):
                await _enter(turns, "c")
            assert turns.waiting == 3
            waiting[0].cancel()
            await asyncio.sleep(0)
            assert turns.waiting == 2
        await asyncio.gather(*waiting[1:])
        assert turns.is_free("a")
        assert turns.waiting == 0

    run(scene())


async def _enter(turns: Turns, client: str) -> None:
    async with turns.turn(client, 1):
        pass


def test_who_waits_too_long_is_told_so_and_leaves_no_trace() -> None:
    async def scene() -> None:
        turns = Turns(1, waiting=3, each=2)
        async with turns.turn("a", 1):
            with pytest.raises(Busy):
                async with turns.turn("b", 0.01):
                    pass
            assert turns.waiting == 0
        assert turns.is_free("b")

    run(scene())


# -- real processes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in STORES if name not in REMOTE])
def test_every_store_answers_from_workers_as_it_does_itself(name: str, mini: Ontology) -> None:
    opened = open_store(name)
    opened.load(expand(mini))

    async def scene() -> list[Reply]:
        async with serving(opened) as pool:
            asked = [Question(CHILDREN, rows_form=form) for form in ("json", "xml", "csv", "tsv")]
            asked += [Question("DESCRIBE <https://w3id.org/tone-kg/joy>", graph_form=f) for f in ("turtle", "jsonld")]
            return [await pool.ask(question, "a", never) for question in asked]

    replies = run(scene())
    assert not [reply.error for reply in replies if reply.error]
    assert replies[0].body == opened.query(CHILDREN).serialize("json")
    assert all(reply.body for reply in replies)


def test_a_query_that_takes_too_long_is_stopped_and_the_next_is_answered(store: Store) -> None:
    counts = Counter[str]()

    async def scene() -> None:
        async with serving(store, counts=counts) as pool:
            with pytest.raises(QueryStopped, match="took more than 1 s and was stopped"):
                await pool.ask(Question(ENDLESS), "a", never)
            assert (await pool.ask(Question(CHILDREN), "a", never)).form == "json"

    run(scene())
    assert (counts["timeout"], counts["slow"]) == (1, 1)


def test_a_client_who_has_gone_takes_the_query_along(store: Store) -> None:
    async def leaves() -> None:
        await asyncio.sleep(0.05)

    counts = Counter[str]()

    async def scene() -> None:
        async with serving(store, Limits(seconds=30), counts) as pool:
            with pytest.raises(QueryStopped):
                await pool.ask(Question(ENDLESS), "a", leaves)

    run(scene())
    assert counts["gone"] == 1


async def _killed(store: Store, victim: Callable[[Pool], Awaitable[int]]) -> tuple[int, list[str]]:
    """What happens to ten questions around the death of a process."""
    lost, found = 0, []
    async with serving(store, Limits(seconds=5)) as pool:
        await pool.ask(Question(CHILDREN), "a", never)
        os.kill(await victim(pool), signal.SIGKILL)
        for _ in range(200):
            try:
                found.append((await pool.ask(Question(CHILDREN, rows_form="csv"), "a", never)).body.decode())
            except Busy:
                lost += 1
                await asyncio.sleep(0.05)
            if len(found) == 10:
                break
    return lost, found


def test_a_worker_that_is_killed_costs_at_most_its_own_question(store: Store) -> None:
    async def worker(pool: Pool) -> int:
        return pool._idle[-1].pid

    lost, found = run(_killed(store, worker))
    assert lost <= 1
    assert set(found) == {store.query(CHILDREN).serialize("csv").decode()}
    assert len(found) == 10


def test_a_spawner_that_is_killed_is_started_anew(store: Store) -> None:
    async def spawner(pool: Pool) -> int:
        assert pool._starting is not None
        process = (await pool._starting)._process
        for worker in pool._idle:  # the workers it made live on, so they go first
            os.kill(worker.pid, signal.SIGKILL)
        return process.pid

    lost, found = run(_killed(store, spawner))
    assert 1 <= lost < 100
    assert set(found) == {store.query(CHILDREN).serialize("csv").decode()}


def test_a_worker_can_open_nothing(store: Store) -> None:
    script = "import sys, resource, socket; from kg.workers import worker; worker._shut_in(1 << 30)\n"
    script += "try:\n    socket.socket()\nexcept OSError as error:\n    print(error.strerror)"

    async def scene() -> bytes:
        import sys

        process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE)
        out, _ = await process.communicate()
        return out

    assert run(scene()).strip() == b"Too many open files"
