"""Ontologies of others: read so that nothing is fetched, expanded or nested without end.

Every parser here and in Java gets the bytes that were looked at, never the file.  Refused beforehand: document
types, and with them every entity; encodings other than UTF-8 and UTF-16, since a DOCTYPE could hide in them;
JSON-LD contexts that are not written out in the file; and nesting deeper than ``DEEPEST``.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from kg.rdf import Triple
from kg.stores import oxigraph
from ontology import foreign
from ontology.errors import BadInput, FileRefused

#: Brackets, elements or objects inside one another.  Real ontologies stay below 30.
DEEPEST = 256

#: How files of a kind are called, by suffix.
KINDS = {".ttl": "turtle", ".owl": "xml", ".rdf": "xml", ".nt": "nt", ".jsonld": "json-ld"}

#: What relative IRIs are relative to; the same for any two files, so that they can be compared.
BASE = "file:///ontology"

_DECLARED = re.compile(r"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*?\?>")
_BEFORE_ROOT = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)

#: How encodings that are neither UTF-8 nor UTF-16 begin, in files that begin with "<" or a mark.
_FOREIGN = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"<\x00\x00\x00": "UTF-32",
    b"\x00\x00\x00<": "UTF-32",
    b"\x4c\x6f\xa7\x94": "EBCDIC",
    b"+/v": "UTF-7",
    b"+ADw": "UTF-7",
    b"\x0e\xfe\xff": "SCSU",
    b"\xfb\xee\x28": "BOCU-1",
}
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}

#: Texts, IRIs and comments, in which brackets say nothing; a text that does not end runs to the end of the file.
_BRACKETS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\\?\Z)'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\\?\Z)"
    r'|"(?:[^"\\]|\\.)*+(?:"|\\?\Z)'
    r"|'(?:[^'\\\n]|\\.)*+(?:'|\n|\\?\Z)"
    r"""|<[^<>"{}|^`\\\s]*+>|#[^\n]*+|([\[({])|([\])}])""",
    re.DOTALL,
)


def read(path: Path) -> bytes:
    """The file as UTF-8 without a mark, once it is known to be harmless to parsers.

    Raises:
        BadInput: there is no such file.
        FileRefused: see the head of this module, and ``ontology.foreign``.
    """
    try:
        held = foreign.content(path)
    except FileNotFoundError:
        raise BadInput(f"no file {path}") from None
    text = _decoded(path, held)
    _check_brackets(path, text)
    start = text.lstrip()[:2]
    if start[:1] == "<":  # an IRI may begin Turtle so, and a suffix proves nothing: Java tries every parser it has
        _check_xml(path, text, certain=start in ("<?", "<!") or path.suffix in (".rdf", ".xml", ".owx"))
    elif start[:1] in ("{", "["):
        _check_json(path, text, certain=path.suffix in (".jsonld", ".json") or start[:1] == "{")
    return text.encode()


def parse(path: Path) -> Iterator[Triple]:
    """The triples of a file, its kind told by its suffix, without those of named graphs.

    Raises:
        BadInput: also where the suffix is none of ``KINDS``, or the file is not what it says.
        FileRefused: see ``read``.
    """
    if path.suffix not in KINDS:
        raise BadInput(f"{path}: unknown kind of file; there are {' '.join(KINDS)}")
    kind = KINDS[path.suffix]
    try:
        yield from oxigraph.parse(read(path), kind, base=BASE)
    except (SyntaxError, ValueError, TypeError) as error:  # TypeError: a statement about a statement, as in RDF 1.2
        why = (str(error).splitlines() or ["no reason given"])[0]
        raise BadInput(f"{path} is not {kind}: {why[:120]}") from None


def _decoded(path: Path, held: bytes) -> str:
    for start, name in _FOREIGN.items():
        if held.startswith(start):
            raise _encoding(path, name)
    for start, name in _UTF16.items():
        if held.startswith(start):
            try:
                text = held.decode(name).removeprefix("\ufeff")
            except UnicodeDecodeError as error:
                raise FileRefused(path, f"is not UTF-16 (byte {error.start}); save it as UTF-8") from None
            if "\0" in text:
                raise _encoding(path, "an unknown one")
            _check_declared(path, text)
            return _DECLARATION.sub("", text, count=1)  # it would say UTF-16 of what is now UTF-8
    text = foreign.decoded(path, held).removeprefix("\ufeff")
    _check_declared(path, text)
    return text


def _check_declared(path: Path, text: str) -> None:
    declared = _DECLARED.match(text)
    if declared and declared[1].lower().replace("_", "-") not in ("utf-8", "utf8", "utf-16", "us-ascii", "ascii"):
        raise _encoding(path, declared[1][:40])


def _encoding(path: Path, name: str) -> FileRefused:
    return FileRefused(path, f"is in the encoding {name}, in which a DOCTYPE could hide; save it as UTF-8")


def _check_xml(path: Path, text: str, *, certain: bool) -> None:
    """A document type can stand only before the first element; looked for by us first, then by expat."""
    at = 0
    while found := _BEFORE_ROOT.match(text, at):
        at = found.end()
    if text.startswith("<!", at):
        raise _doctype(path)
    parser = expat.ParserCreate("utf-8")
    depth = 0

    def down(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _too_deep(path, parser.CurrentLineNumber)

    def up(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise _doctype(path)

    parser.StartElementHandler, parser.EndElementHandler = down, up
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declared
    try:
        parser.Parse(text.lstrip().encode(), True)
    except expat.ExpatError as error:
        if not certain:
            return
        where = f"line {error.lineno}: {expat.ErrorString(error.code)}"
        raise FileRefused(path, f"is not well-formed XML ({where}); mend it") from None


def _doctype(path: Path) -> FileRefused:
    way_out = "save it without (Turtle has none), or write the entities out"
    return FileRefused(path, f"has a DOCTYPE, whose entities can grow without end or fetch addresses; {way_out}")


def _check_json(path: Path, text: str, *, certain: bool) -> None:
    """Every context must be written out; what is no JSON is an error only where it ``certain``ly should be."""

    def looked_at(pairs: list[tuple[str, object]]) -> dict[str, object]:  # a name may stand twice: each is looked at
        for name, value in pairs:
            if name == "@import" or (name == "@context" and _is_remote(value)):
                raise FileRefused(
                    path, f"names a context at another address ({name}); write the context into the file instead"
                )
        return dict(pairs)

    try:
        json.loads(text, object_pairs_hook=looked_at)
    except FileRefused:
        raise
    except (ValueError, RecursionError) as error:  # ValueError: also a number of more than 4,300 digits
        if certain:
            raise FileRefused(path, f"is not JSON: {error}; mend it") from None


def _is_remote(context: object) -> bool:
    return any(isinstance(each, str) for each in (context if isinstance(context, list) else [context]))


def _check_brackets(path: Path, text: str) -> None:
    """Raises FileRefused where brackets stand deeper in one another than ``DEEPEST``."""
    depth = 0
    for found in _BRACKETS.finditer(text):
        if found[1]:
            depth += 1
            if depth > DEEPEST:
                raise _too_deep(path, text.count("\n", 0, found.start()) + 1)
        elif found[2]:
            depth = max(0, depth - 1)


def _too_deep(path: Path, line: int) -> FileRefused:
    return FileRefused(
        path, f"is nested more than {DEEPEST} deep in line {line}; name the inner things and refer to them"
    )
