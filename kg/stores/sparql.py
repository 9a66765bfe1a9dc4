"""An endpoint elsewhere that speaks SPARQL 1.1: asked over HTTP, and filled by its update address where it has one.

What may be asked is what every store of ours lets pass (``kg.guard``); time and memory of a query are the business of
the server, beside a limit of our own on waiting.  The data set is named in each request, so the default graph is the
union of the named ones whatever the server would take.
"""

import base64
import json
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kg.guard import admit, shortened
from kg.rdf import LANG_STRING, XSD, Blank, Iri, Literal, Quad, Term
from kg.results import Answer, turtle_term
from kg.stores.oxigraph import read_quads, read_turtle, write_quads
from kg.terms import GRAPH_BASE
from ontology.errors import AnswerTooLong, BadInput, QueryRefused, QueryStopped, StoreRefused, StoreUnreachable

ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples"
#: Statements of one update.
BATCH = 2000
#: The longest answer that is read, in bytes.
MOST_BYTES = 256 << 20
#: A graph that no server has: what a request is told to ask where none of its graphs is there.
NOWHERE = f"{GRAPH_BASE}none"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where queries go, where updates go (empty: it is only read), and who asks; the password is shown nowhere."""

    query: str
    update: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 10.0


class _Staying(HTTPRedirectHandler):
    """Follows no redirection: what we send, password included, goes to the address that was set."""

    def redirect_request(self, *request: Any, **more: Any) -> None:  # Any: urllib's own parts
        return None


class SparqlStore:
    """One endpoint."""

    name = "sparql"

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._opener = build_opener(_Staying)
        self._graphs = self._names()

    @property
    def address(self) -> str:
        """Where queries go."""
        return self._endpoint.query

    def load(self, quads: Iterable[Quad]) -> None:
        """Make these the content of our graphs; other graphs of the endpoint are left alone.

        Raises:
            StoreRefused: it takes no updates; StoreUnreachable.
        """
        self._must_be_writable()
        by_graph: dict[str, list[Quad]] = {}
        for quad in dict.fromkeys(quads):
            by_graph.setdefault(quad.graph, []).append(quad)
        for graph in sorted({*by_graph, *(g for g in self._graphs if g.startswith(GRAPH_BASE))}):
            self._update(f"DROP SILENT GRAPH <{graph}>")
        for graph, statements in by_graph.items():
            waiting = iter(statements)
            while batch := list(islice(waiting, BATCH)):
                lines = "\n".join(f"<{q.subject}> <{q.predicate}> {_canonical(q.object)} ." for q in batch)
                self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{lines}\n}} }}")
        self._graphs = self._names()

    def counts(self, others: Container[str] = ()) -> dict[str, int]:
        """How many statements each of our graphs has there, and each of some others."""
        found = self._ask("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", [], None)
        counts = {str(graph): int(n.text) for graph, n in found.rows if isinstance(n, Literal)}
        return {graph: n for graph, n in counts.items() if graph.startswith(GRAPH_BASE) or graph in others}

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        most: int | None = None,
    ) -> Answer:
        names_dataset = admit(text, self._graphs)
        if default_graphs or named_graphs:
            default, named = (self._graphs.intersection(given) for given in (default_graphs, named_graphs))
        elif names_dataset:
            return self._ask(text, [], most)
        else:
            default = named = self._graphs
        dataset = [("default-graph-uri", iri) for iri in sorted(default) or [NOWHERE]]
        return self._ask(text, [*dataset, *(("named-graph-uri", iri) for iri in sorted(named) or [NOWHERE])], most)

    def write(self, out: BinaryIO) -> None:
        out.write(write_quads(self.quads()))

    def read(self, source: BinaryIO) -> None:
        read = read_quads(source.read(), ".nq")
        self.load(Quad(s, p, o, g) for s, p, o, g in read if g is not None)  # type: ignore[arg-type]  # ours: no blanks

    def quads(self) -> Iterator[Quad]:
        for graph in sorted(self._graphs):
            for s, p, o in self._ask(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", [], None).rows:
                if isinstance(s, Iri) and isinstance(p, Iri) and isinstance(o, Iri | Literal):
                    yield Quad(s, p, o, Iri(graph))

    def close(self) -> None:
        """Nothing is held."""

    def _names(self) -> frozenset[str]:
        found = self._ask("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", [], None)
        return frozenset(str(row[0]) for row in found.rows)

    def _ask(self, text: str, dataset: list[tuple[str, str]], most: int | None) -> Answer:
        form = urlencode([("query", text), *dataset]).encode()
        media, body = self._send(self._endpoint.query, form, f"{ROWS}, {TRIPLES};q=0.9")
        answer = self._read(media, body)
        if most is not None and max(len(answer.rows), len(answer.triples)) > most:
            raise AnswerTooLong(most)
        return answer

    def _read(self, media: str, body: bytes) -> Answer:
        try:
            if media in (TRIPLES, "text/plain", "text/turtle"):
                return Answer("graph", triples=read_turtle(body))
            found = json.loads(body)
            if "boolean" in found:
                return Answer("ask", boolean=bool(found["boolean"]))
            variables = tuple(found["head"]["vars"])
            rows = tuple(tuple(_term(row.get(name)) for name in variables) for row in found["results"]["bindings"])
        except (ValueError, KeyError, TypeError, SyntaxError):
            raise StoreRefused(self.address, f"it answers {media or 'something'}, which is no SPARQL result") from None
        return Answer("select", variables=variables, rows=rows)

    def _must_be_writable(self) -> None:
        if not self._endpoint.update:
            raise StoreRefused(self.address, "no address for updates is set; see TONE_STORE_UPDATE_URL")

    def _update(self, text: str) -> None:
        self._send(self._endpoint.update, urlencode({"update": text}).encode(), "*/*")

    def _send(self, url: str, form: bytes, accept: str) -> tuple[str, bytes]:
        """Media type and body of the answer to a form."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept, "User-Agent": "tone-kg"}
        if self._endpoint.user:
            pair = f"{self._endpoint.user}:{self._endpoint.password}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        request = Request(url, data=form, headers=headers, method="POST")  # noqa: S310  # http or https: see ``open``
        try:
            with self._opener.open(request, timeout=self._endpoint.seconds) as answer:
                body = answer.read(MOST_BYTES + 1)
                if len(body) > MOST_BYTES:
                    raise QueryStopped(f"the answer of {url} is longer than {MOST_BYTES} bytes")
                return str(answer.headers.get_content_type()), body
        except HTTPError as error:
            with error:
                raise _refusal(url, error.code, error.read(2000).decode("utf-8", "replace")) from None
        except TimeoutError:
            raise self._late(url) from None
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._late(url) from None
            raise StoreUnreachable(url, str(getattr(error.reason, "strerror", None) or error.reason)) from None
        except (OSError, EOFError) as error:
            raise StoreUnreachable(url, str(error) or type(error).__name__) from None

    def _late(self, url: str) -> StoreUnreachable:
        return StoreUnreachable(url, f"no answer within {self._endpoint.seconds:g} s")


def open(
    where: str | None, *, update: str = "", user: str = "", password: str = "", seconds: float = 10
) -> SparqlStore:
    """An endpoint that has been asked once.

    Raises:
        BadInput: no address, or none of HTTP; StoreUnreachable, StoreRefused.
    """
    if not where:
        raise BadInput("store 'sparql' needs the address of its endpoint: TONE_STORE_URL=http://localhost:7878/query")
    for url in filter(None, (where, update)):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadInput("the address of store 'sparql' is no http:// or https:// address")
        if "@" in parts.netloc:
            raise BadInput("an address holds credentials; put them in TONE_STORE_USER and TONE_STORE_PASSWORD")
    return SparqlStore(Endpoint(where, update, user, password, seconds))


def _refusal(url: str, status: int, text: str) -> Exception:
    said = shortened(re.sub(r"<[^>]*>", " ", text), 160)
    match status:
        case 400:
            return QueryRefused(f"not a SPARQL query: {said}")
        case 401 | 403 | 405:
            why = {401: "user or password is wrong or lacking", 403: "this is not allowed", 405: "it takes no updates"}
            return StoreRefused(url, f"{why[status]} ({status}); see TONE_STORE_USER, TONE_STORE_UPDATE_URL")
        case 404 | 301 | 302 | 303 | 307 | 308:
            return StoreRefused(url, f"no endpoint is at this address ({status}); see TONE_STORE_URL")
        case 408 | 504:
            return QueryStopped(f"the server at {url} stopped the query ({status})")
    return StoreUnreachable(url, f"{status} {said}")


def _term(found: Any) -> Term | None:  # Any: JSON of another server
    match found:
        case None:
            return None
        case {"type": "uri", "value": str(iri)}:
            return Iri(iri)
        case {"type": "bnode", "value": str(id)}:
            return Blank(id)
        case {"type": "literal" | "typed-literal", "value": str(text), **rest}:
            if language := rest.get("xml:lang"):
                return Literal(text, LANG_STRING, str(language))
            return Literal(text, str(rest.get("datatype", f"{XSD}string")))
    raise ValueError(f"{found} is no term")


def _canonical(term: Iri | Literal) -> str:
    """A term with its datatype written out, so that every server keeps the text of a number as it is."""
    if isinstance(term, Literal) and not term.language and term.datatype != f"{XSD}string":
        return f'"{term.text}"^^<{term.datatype}>'
    return turtle_term(term)
