"""What can be wrong, each with its parts; the text is made of them.

ToneError
├── BadTable          a row that breaks its table's rules: file, line, what
├── OutOfRange        a number outside its scale
├── BadInput          a request that says nothing answerable
│   └── FileRefused       a file that is not read: what is wrong with it and the way out
├── Forbidden         a change that the request may not make
├── Unknown           a name that is not there, with the nearest that are
│   ├── UnknownEmotion, UnknownTerm, UnknownLabelSet, UnknownLabel
│   ├── UnknownAddress
│   └── UnknownStore, UnknownEmbedder, UnknownEngine
├── Missing           something of this machine is not there
│   ├── MissingExtra      a package: says which extra installs it
│   ├── ModelMissing      model weights: says which wheel or path
│   ├── StoreUnreachable  a server that does not answer, or stopped answering
│   ├── StoreRefused      a server that answers, but not us: credentials, rights, version
│   └── GraphNotWhole     a server whose graph is not the one of the tables
├── Busy              too much is waiting; says when to ask again
│   └── TooMany           of one client's requests
├── Unreasoned        the reasoner gave no verdict
├── NotSpoken         a query language that the chosen store does not speak
├── QueryRefused      a SPARQL text that is not a single read-only query
├── QueryStopped      a query that went over a limit: says which
│   └── AnswerTooLong     over that of rows
└── ServerNotStarted  the address cannot be listened on
"""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


class ToneError(Exception):
    """Anything this project says about wrong input or a missing part."""

    code = "ERROR"


class BadTable(ToneError):
    """A row that breaks its table's rules.

    >>> print(BadTable("emotions.tsv", 5, "tier 'fourth' is not one of primary, secondary, tertiary"))
    emotions.tsv:5: tier 'fourth' is not one of primary, secondary, tertiary
    """

    code = "BAD_TABLE"

    def __init__(self, file: str, line: int, what: str) -> None:
        self.file, self.line, self.what = file, line, what
        super().__init__(f"{file}:{line}: {what}")


class OutOfRange(ToneError):
    """A number outside its scale.

    >>> print(OutOfRange("valence", 2.0, -1, 1))
    valence 2.0 is outside -1 … 1
    """

    code = "OUT_OF_RANGE"

    def __init__(self, name: str, value: float, low: float, high: float) -> None:
        self.name, self.value, self.low, self.high = name, value, low, high
        super().__init__(f"{name} {value} is outside {low} … {high}")


class BadInput(ToneError):
    """A request that cannot be answered as it stands; the text says what would do."""

    code = "BAD_INPUT"


class FileRefused(BadInput):
    """A file of somebody's that no parser gets to see.

    >>> print(FileRefused("a.owl", "is a pipe; write its content to a file first"))
    a.owl is a pipe; write its content to a file first
    """

    code = "FILE_REFUSED"

    def __init__(self, path: Path | str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"{path} {why}")


class Forbidden(ToneError):
    """A change that the request may not make; the text says what it lacks."""

    code = "FORBIDDEN"


class Unknown(ToneError):
    """A name that is not there.

    >>> print(UnknownEmotion("jov", ["joy", "fear"]))
    no emotion 'jov'; did you mean 'joy'?
    >>> print(UnknownStore("mysql", ["memory", "oxigraph"]))
    no store 'mysql'; there are memory, oxigraph
    """

    noun = "thing"
    code = "UNKNOWN"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name, sorted(known)
        self.nearest = tuple(get_close_matches(name.lower(), self.known, n=3, cutoff=0.6))
        if self.nearest:
            hint = "; did you mean " + " or ".join(f"'{n}'" for n in self.nearest) + "?"
        elif self.known and len(self.known) <= 60 and sum(map(len, self.known)) <= 600:
            hint = "; there are " + ", ".join(self.known)
        else:
            hint = ""
        super().__init__(f"no {self.noun} '{name}'{hint}")


class UnknownEmotion(Unknown):
    """No emotion has this id."""

    noun = "emotion"
    code = "UNKNOWN_EMOTION"


class UnknownTerm(Unknown):
    """The lexicon has no such term."""

    noun = "term"
    code = "UNKNOWN_TERM"


class UnknownLabelSet(Unknown):
    """No label set has this id."""

    noun = "label set"
    code = "UNKNOWN_LABEL_SET"


class UnknownLabel(Unknown):
    """The label set has no such label."""

    code = "UNKNOWN_LABEL"

    def __init__(self, name: str, label_set: str, known: Iterable[str]) -> None:
        self.label_set = label_set
        self.noun = f"{label_set} label"
        super().__init__(name, known)


class UnknownAddress(Unknown):
    """Nothing of ours has this name.

    >>> print(UnknownAddress("parot2001", "source", ["parrott2001", "plutchik1980"]))
    no source 'parot2001'; did you mean 'parrott2001'?
    """

    code = "UNKNOWN_ADDRESS"

    def __init__(self, name: str, noun: str, known: Iterable[str] = ()) -> None:
        self.noun = noun
        super().__init__(name, known)


class UnknownStore(Unknown):
    """No store backend has this name."""

    noun = "store"
    code = "UNKNOWN_STORE"


class UnknownEmbedder(Unknown):
    """No embedder backend has this name."""

    noun = "embedder"
    code = "UNKNOWN_EMBEDDER"


class UnknownEngine(Unknown):
    """No engine of classification has this name."""

    noun = "engine"
    code = "UNKNOWN_ENGINE"


class Missing(ToneError):
    """Something this machine lacks; the text says how to get it."""

    code = "MISSING"


class MissingExtra(Missing):
    """A backend whose packages are not installed.

    >>> print(MissingExtra("store 'neo4j'", "neo4j"))
    store 'neo4j' needs: pip install 'tone-kg[neo4j]'
    """

    def __init__(self, what: str, extra: str) -> None:
        self.what, self.extra = what, extra
        super().__init__(f"{what} needs: pip install 'tone-kg[{extra}]'")


class ModelMissing(Missing):
    """Model weights that are not on this machine."""

    code = "MODEL_MISSING"

    def __init__(self, model: str, remedy: str) -> None:
        self.model, self.remedy = model, remedy
        super().__init__(f"model '{model}' is not on this machine; {remedy}")


class StoreUnreachable(Missing):
    """A server of a graph that does not answer; nothing answers in its place.

    >>> print(StoreUnreachable("bolt://localhost:7687 (database neo4j)", "connection refused"))
    the store at bolt://localhost:7687 (database neo4j) does not answer: connection refused; start it and ask again
    """

    code = "STORE_UNREACHABLE"

    def __init__(self, address: str, why: str) -> None:
        self.address, self.why = address, why
        super().__init__(f"the store at {address} does not answer: {why.rstrip('.:; ')}; start it and ask again")


class StoreRefused(Missing):
    """A server of a graph that does not let us do what we are to do.

    >>> print(StoreRefused("http://localhost:7878/query", "it takes no updates"))
    the store at http://localhost:7878/query refuses: it takes no updates
    """

    code = "STORE_REFUSED"

    def __init__(self, address: str, why: str) -> None:
        self.address, self.why = address, why
        super().__init__(f"the store at {address} refuses: {why}")


class GraphNotWhole(Missing):
    """A server holds another graph than that of the tables, or a part of it; the text says how to mend it.

    >>> print(GraphNotWhole("bolt://localhost:7687", "a sync was begun and not ended", "tone neo4j sync"))
    the graph at bolt://localhost:7687 is not whole: a sync was begun and not ended; run: tone neo4j sync
    """

    code = "GRAPH_NOT_WHOLE"

    def __init__(self, address: str, why: str, remedy: str) -> None:
        self.address, self.why = address, why
        super().__init__(f"the graph at {address} is not whole: {why}; run: {remedy}")


class Busy(ToneError):
    """Too much is waiting already; asked again a little later it may go.

    >>> print(Busy("classifications", 1))
    too many classifications are waiting; ask again in 1 s
    """

    code = "BUSY"

    def __init__(self, what: str, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"too many {what} are waiting; ask again in {seconds} s")


class TooMany(Busy):
    """One client asks more than its share.

    >>> print(TooMany("queries of yours", 2))
    too many queries of yours are waiting; ask again in 2 s
    """

    code = "TOO_MANY_REQUESTS"


class Unreasoned(ToneError):
    """The reasoner gave no verdict: an unreadable file, or no end in sight."""

    code = "UNREASONED"


class NotSpoken(ToneError):
    """A query in a language that the store of the settings does not speak."""

    code = "NOT_SPOKEN"


class QueryRefused(ToneError):
    """A SPARQL text that will not be run: not a query, not one query, or one that reaches outside."""

    code = "QUERY_REFUSED"


class QueryStopped(ToneError):
    """A query that was begun and went over a limit."""

    code = "QUERY_STOPPED"


class AnswerTooLong(QueryStopped):
    """An answer with more rows or triples than are sent.

    >>> print(AnswerTooLong(1000))
    the answer has more than 1000 rows; ask for less with LIMIT, or page by page with OFFSET
    """

    code = "ANSWER_TOO_LONG"

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"the answer has more than {most} rows; ask for less with LIMIT, or page by page with OFFSET")


class ServerNotStarted(ToneError):
    """The server could not listen where it was told to."""

    code = "SERVER_NOT_STARTED"
