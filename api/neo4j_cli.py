"""``tone neo4j`` and ``tone store``: fill a server with the graph of the tables, compare it with them, ask it."""

import json as js
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import As, Json, form
from api.output import Format, emit, say
from ontology.errors import BadInput
from ontology.tables import named_text

if TYPE_CHECKING:
    from api.neo4j_graph import Neo4jGraph
    from api.service import Service
    from kg.neo4j.sync import Difference

neo4j = typer.Typer(
    no_args_is_help=True,
    help="The graph in Neo4j: fill it, compare it with the tables, ask it. TONE_NEO4J_URI, _USER, _PASSWORD and "
    "_DATABASE say where it is.",
)
store = typer.Typer(no_args_is_help=True, help="The graph of a SPARQL endpoint elsewhere; TONE_STORE_URL says where.")


@neo4j.command()
def sync(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would be done")] = False,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Write what differs from the tables; can be stopped at any time and run again."""
    with _graph() as graph:
        if dry_run:
            found = graph.difference()
        else:
            with _progress("nodes and relationships") as progress:
                found = graph.sync(progress)
    _emit(found, form(output, json))
    say(f"{found.size} to do" if dry_run else f"{found.size} done; the graph is whole")


@neo4j.command()
def verify(
    repair: Annotated[bool, typer.Option("--repair", help="mend what differs")] = False,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Read all of it and compare it with the tables; exit 1 where something differs."""
    with _graph() as graph:
        found = graph.verify()
        if repair and not found.is_whole:
            with _progress("repairs") as progress:
                graph.repair(progress)
            say(f"{found.difference.size} differences were mended")
            found = graph.verify()
    rows = [
        {"": "nodes", " ": str(found.nodes)},
        {"": "relationships", " ": str(found.edges)},
        {"": "checksum", " ": found.checksum},
        {"": "checksum of the tables", " ": found.wanted},
        {"": "state of the last sync", " ": str(found.mark.get("state", "there was none"))},
    ]
    emit(found, rows, form(output, json), notes=found.named())
    if not found.is_whole:
        say(f"{found.difference.size} differences; mend them with: tone neo4j verify --repair")
        raise typer.Exit(1)


@neo4j.command()
def query(
    text: Annotated[str, typer.Argument(help="a Cypher query, or a file that holds one")],
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="a parameter as name=value; JSON, else text")
    ] = None,
    rows: Annotated[int, typer.Option(min=1, max=100_000, help="the most rows")] = 1000,
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="the most seconds")] = 10,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Ask in Cypher; what would change the graph is refused, and whatever is done is undone."""
    parameters = dict(map(_parameter, param or ()))
    asked = named_text(Path(text)) if _is_file(text) else text
    with _graph() as graph:
        found = graph.query(asked, parameters, rows=rows, seconds=seconds)
    emit(found, [{name: _shown(value) for name, value in row.items()} for row in found], form(output, json))


@store.command()
def load() -> None:
    """Make the graph of the tables the content of the endpoint; graphs of others there are left alone."""
    service = _service()
    say(f"{load_endpoint(service)} statements are at {service.settings.store_url}")


def load_endpoint(service: "Service") -> int:
    """Send an endpoint all that the tables and the graphs of the settings say, and how many statements that is.

    Raises:
        BadInput, StoreUnreachable, StoreRefused.
    """
    quads = dict.fromkeys(service.statements())
    service.open_endpoint().load(quads)
    return len(quads)


def _service() -> "Service":
    from api.service import Service

    return Service()


@contextmanager
def _graph() -> "Iterator[Neo4jGraph]":
    service = _service()
    try:
        yield service.neo4j
    finally:
        service.close()


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, all: bar.update(task, completed=done, total=all)


def _emit(found: "Difference", form: Format) -> None:
    emit(found.counts(), [{"": name, " ": str(count)} for name, count in found.counts().items()], form)


def _parameter(given: str) -> tuple[str, object]:
    name, equals, value = given.partition("=")
    if not equals or not name.isidentifier():
        raise BadInput(f"--param '{given}' is not name=value")
    try:
        return name, js.loads(value)
    except ValueError:
        return name, value


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except OSError:  # too long for a name
        return False


def _shown(value: object) -> str:
    return value if isinstance(value, str) else js.dumps(value, ensure_ascii=False)
