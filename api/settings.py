"""Everything that can be set from outside, read from the environment once.

Each variable begins with ``TONE_``; a command-line option of the same name wins over it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ontology.errors import BadInput


@dataclass(frozen=True, slots=True)
class Settings:
    """One field per variable: ``store_path`` is ``TONE_STORE_PATH``, and so on."""

    #: ``TONE_HOST``: the address to listen on.
    host: str = "127.0.0.1"
    #: ``TONE_PORT``: the port to listen on.
    port: int = 8000
    #: ``TONE_STORE``: the graph store: memory, oxigraph, sparql (an endpoint elsewhere) or neo4j.
    store: str = "oxigraph"
    #: ``TONE_SPARQL_STORE``: what answers SPARQL where the store speaks none; empty refuses it.
    sparql_store: str = ""
    #: ``TONE_STORE_URL``: where store sparql is asked, such as http://localhost:7878/query.
    store_url: str = ""
    #: ``TONE_STORE_UPDATE_URL``: where it is filled; empty only reads it.
    store_update_url: str = ""
    #: ``TONE_STORE_USER``: who asks it.
    store_user: str = ""
    #: ``TONE_STORE_PASSWORD``: the password of that user.
    store_password: str = field(default="", repr=False)
    #: ``TONE_NEO4J_URI``: where Neo4j is: neo4j:// (a cluster) or bolt://, +s or +ssc for TLS.
    neo4j_uri: str = "neo4j://localhost:7687"
    #: ``TONE_NEO4J_USER``: who asks it.
    neo4j_user: str = "neo4j"
    #: ``TONE_NEO4J_PASSWORD``: the password of that user.
    neo4j_password: str = field(default="", repr=False)
    #: ``TONE_NEO4J_DATABASE``: the database on that server.
    neo4j_database: str = "neo4j"
    #: ``TONE_STORE_PATH``: a folder for a store on disk; empty keeps it in memory.
    store_path: str = ""
    #: ``TONE_GRAPHS``: a file of N-Quads or TriG of yours, whose named graphs are served beside ours.
    graphs: str = ""
    #: ``TONE_EMBEDDER``: sentence, onnx or hashing.
    embedder: str = "sentence"
    #: ``TONE_MODEL``: a model name or folder; empty is the model of the installed wheel.
    model: str = ""
    #: ``TONE_ENGINE``: what classifies unless a question says otherwise: transfer, vocabulary or fast.
    engine: str = "transfer"
    #: ``TONE_NORMS``: a file of VAD ratings of yours (NRC-VAD, Warriner, ANEW …), which then come first.
    norms: str = ""
    #: ``TONE_TOKEN``: what a request must carry to change anything; empty makes the service read-only.
    token: str = field(default="", repr=False)
    #: ``TONE_CANDIDATES``: the table of ``tone vocab propose`` that reviewers work through over GraphQL.
    candidates: str = ""
    #: ``TONE_DECISIONS``: where their decisions are kept.
    decisions: str = ""

    #: ``TONE_SPARQL_SECONDS``: how long a SPARQL query over HTTP may take.
    sparql_seconds: int = 10
    #: ``TONE_SPARQL_MEMORY``: how much memory it may use beside the graph, in MiB.
    sparql_memory: int = 512
    #: ``TONE_SPARQL_ROWS``: how many rows or triples its answer may have.
    sparql_rows: int = 100_000
    #: ``TONE_RATE``: requests a second that a client elsewhere may send on average, twice as many at once; 0: no limit.
    rate: int = 50
    #: ``TONE_WORKERS``: server processes, each with a graph and a model of its own.
    workers: int = 1
    #: ``TONE_LOG``: json writes a line for each request; empty writes only warnings.
    log: str = ""
    #: ``TONE_TRACES``: on sends a span for each request to where the ``OTEL_`` variables say; empty sends none.
    traces: str = ""
    #: ``TONE_DATA``: a folder of tables to serve in place of the shipped ones.
    data: str = ""
    #: ``TONE_INTROSPECTION``: off refuses GraphQL questions about the schema itself; empty answers them.
    introspection: str = ""
    #: ``TONE_DOCUMENTS``: a JSON file of GraphQL documents by SHA-256; only these are then answered.
    documents: str = ""
    #: ``TONE_PROXIES``: addresses whose X-Forwarded-For is believed, with commas; none if empty.
    proxies: str = ""

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of an environment; what is not set, or empty, keeps its default.

        Raises:
            BadInput: a value that cannot be read, or a ``TONE_`` variable that does not exist.
        """
        given = {
            name.removeprefix("TONE_").lower(): value
            for name, value in environment.items()
            if name.startswith("TONE_") and name not in FOREIGN
        }
        known = cls.__dataclass_fields__
        for name in given:
            if name not in known:
                raise BadInput(
                    f"no setting TONE_{name.upper()}; there are "
                    + ", ".join(sorted(f"TONE_{field.upper()}" for field in known))
                )
        values: dict[str, str | int] = {name: value for name, value in given.items() if value}
        for name, value in values.items():
            if known[name].type is int:
                values[name] = _whole(name, given[name])
            elif name in WORDS and value != WORDS[name]:
                raise BadInput(f"TONE_{name.upper()} '{value}' is neither {WORDS[name]} nor empty")
        return cls(**values)  # type: ignore[arg-type]  # whole numbers are cast

    def environment(self) -> dict[str, str]:
        """The variables that ``read`` makes these settings of."""
        return {f"TONE_{name.upper()}": str(getattr(self, name)) for name in self.__dataclass_fields__}

    def but(self, **options: str | int | None) -> "Settings":
        """These settings with the options that were given in place of theirs."""
        return replace(self, **{name: value for name, value in options.items() if value is not None})  # type: ignore[arg-type]  # names are checked by replace


def _whole(name: str, value: str) -> int:
    most = MOST.get(name, 1_000_000)
    if not value.isdecimal() or not (LEAST.get(name, 1) <= int(value) <= most):
        what = "a port number" if name == "port" else f"a whole number from {LEAST.get(name, 1)} to {most}"
        raise BadInput(f"TONE_{name.upper()} '{value}' is not {what}")
    return int(value)


#: Ranges of the numbers: 1 to a million where nothing else is said.
LEAST, MOST = {"port": 0, "rate": 0}, {"port": 65535, "sparql_seconds": 3600, "workers": 64}

#: Settings that are this word or empty.
WORDS = {"introspection": "off", "log": "json", "traces": "on"}

#: Variables of the prefix that other parts read: the workshop's WordNet, and the caps of files that are read
#: (``ontology.foreign``), which hold below every face.
FOREIGN = frozenset({"TONE_WORDNET", "TONE_FILE_MB", "TONE_ROWS_MB"})
