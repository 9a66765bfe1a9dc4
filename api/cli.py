"""The command line: nouns and verbs of the glossary, each command one call of the service."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.classify_cli import classify, evaluate, fit_classifier
from api.export_cli import export
from api.graph_cli import graph, path
from api.harmonize_cli import agree, align, harmonize, score, unify
from api.mcp_cli import mcp
from api.neo4j_cli import neo4j
from api.neo4j_cli import store as remote
from api.options import As, Json, form
from api.output import Format, emit, number, say
from api.recall_cli import recall
from api.transitions_cli import transition, transitions
from api.vad_cli import evaluate_vad, fit_vad, norms, vad
from api.vocab_cli import vocab
from ontology.errors import BadInput, Missing
from ontology.mapping import Match
from ontology.tables import named_text

if TYPE_CHECKING:  # imported where they are needed, so that --help need not wait for them
    from collections.abc import Sequence

    from api.service import Service
    from ontology.harmonize import Target
    from ontology.relation import Relation
    from ontology.vad import VAD
    from vocab.lexicon import Term

app = typer.Typer(
    name="tone",
    help="What an emotion label means: look up, harmonize, query and classify.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with:  tone show joy  ·  tone normalize furious --to emonet40  ·  tone serve",
)
evaluation = typer.Typer(no_args_is_help=True, help="Measure the product on data of yours.")
app.add_typer(evaluation, name="eval")
relations = typer.Typer(no_args_is_help=True, help="Propose relations and blends, and say how good the methods are.")
app.add_typer(relations, name="relations")
app.add_typer(vocab, name="vocab")
app.add_typer(transitions, name="transitions")
app.add_typer(graph, name="graph")
app.add_typer(neo4j, name="neo4j")
app.add_typer(remote, name="store")
app.command()(transition)
app.command()(vad)
app.command()(classify)
app.command()(recall)
app.command()(path)
app.command()(export)
app.command()(harmonize)
app.command()(unify)
app.command()(align)
app.command()(agree)
app.command()(score)
app.command()(norms)
app.command()(mcp)
evaluation.command("vad")(evaluate_vad)
evaluation.command("classification")(evaluate)
vocab.command("fit-vad")(fit_vad)
vocab.command("fit-classifier")(fit_classifier)

Labels = Annotated[list[str] | None, typer.Argument(help="labels; - reads them from standard input, one a line")]


@app.command()
def show(id: str, output: As = Format.TABLE, json: Json = False) -> None:
    """Everything known of one emotion, by slug, CURIE or IRI."""
    shown = _service().show(id)
    e = shown.emotion
    rating = shown.preferred_rating
    facts = {
        "emotion": f"{e.label}  (tone:{e.id})",
        "definition": e.definition,
        "tier": e.tier.value if e.tier else f"none ({e.module.value}, {e.kind.value})",
        "above": " > ".join(a.label for a in reversed(shown.ancestors)) or "-",
        "below": ", ".join(c.label for c in shown.children) or "-",
        "VAD": f"{_point(rating.vad)}  ({rating.source}, '{rating.term}')" if rating else "-",
        "sources differ": "; ".join(map(str, shown.disagreements)),
        "terms": _texts(shown.terms, evoking=False),
        "evoked by": _texts(shown.terms, evoking=True),
        "relations": "; ".join(f"{edge} ({', '.join(who)})" for edge, who in _witnesses(shown.relations).items()),
        "blends": "; ".join(f"{b.first} + {b.second} = {b.output} ({b.source})" for b in shown.blends),
        "labels": _labels(shown.labels),
        "source": e.source,
        "comment": e.comment,
    }
    emit(shown, [{"": name, " ": text} for name, text in facts.items() if text], form(output, json))


@app.command()
def tree(
    extension: Annotated[bool, typer.Option("--extension", help="with the states beside Parrott's 137")] = False,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """The three tiers as an outline."""
    lines = _service().tree(extension=extension)
    printed = form(output, json)
    if printed is Format.TABLE:
        for depth, e in lines:
            print("   " * depth + e.label + ("" if e.tier else "  +"))
    else:
        answer = [{"depth": depth, "id": e.id, "label": e.label} for depth, e in lines]
        emit(answer, [{"depth": str(d), "id": e.id, "label": e.label} for d, e in lines], printed)


@app.command()
def search(
    text: str,
    limit: Annotated[int, typer.Option("-n", "--limit")] = 10,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Emotions whose label, terms or definition hold a text."""
    hits = _service().search(text, limit=limit)
    rows = [{"emotion": h.emotion.id, "found in": h.field, "text": h.matched} for h in hits]
    emit(hits, rows, form(output, json))
    _exit_if_nothing(hits, f"nothing holds '{text}'; tone lookup searches by meaning")


@app.command()
def normalize(
    labels: Labels = None,
    source: Annotated[str | None, typer.Option("--from", help="the label set they are spelt in")] = None,
    target: Annotated[str | None, typer.Option("--to", help="a label set to express them in")] = None,
    by_meaning: Annotated[bool, typer.Option("--by-meaning", help="ask the encoder about unknown labels")] = False,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """What emotion each label names, whatever its spelling, and its label in another set."""
    answers = _service().normalize(_read(labels), source=source, target=target, by_meaning=by_meaning)
    rows = [
        {
            "label": a.label,
            "emotion": a.emotion.id if a.emotion else "not known",
            **({target: _targets(a.targets) if a.found else ""} if target else {}),
            "evidence": f"{a.found[0].step}: {a.found[0].term} ({number(a.found[0].score)})" if a.found else "",
        }
        for a in answers
    ]
    unknown = [a.label for a in answers if not a.found]
    note = [f"not known: {', '.join(unknown)}; try --by-meaning or tone lookup"] if unknown and not by_meaning else []
    emit(answers, rows, form(output, json), notes=note)
    if len(unknown) == len(answers):
        raise typer.Exit(1)


@app.command()
def translate(
    labels: Labels = None,
    source: Annotated[str, typer.Option("--from", help="the label set they come from")] = ...,  # type: ignore[assignment]  # how typer marks an option that must be given
    target: Annotated[str, typer.Option("--to", help="the label set they go to")] = ...,  # type: ignore[assignment]  # how typer marks an option that must be given
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Labels of one set as labels of another, with every step; without labels, the whole set."""
    service = _service()
    given = _read(labels) if labels else [label.label for label in service.label_set(source)]
    answers = service.translate(given, source=source, target=target)
    shared = any(0 < t.weight < 1 for a in answers for t in a.targets)
    rows = [
        {
            "label": a.label,
            target: t.label.label if t else "no label fits",
            "match": t.match.name.lower() if t else "none",
            "confidence": number(t.confidence) if t else "",
            **({"weight": number(t.weight) if t else ""} if shared else {}),
            "chain": " · ".join(f"{s.subject} {s.match.name.lower()} {s.object}" for s in t.chain) if t else "",
        }
        for a in answers
        for t in ([t for t in a.targets if t.weight] or (None,))
    ]
    emit(answers, rows, form(output, json))


@app.command()
def lookup(
    text: str,
    k: Annotated[int, typer.Option("-k", help="how many answers at most")] = 5,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """The emotions a word, idiom or sentence names or means, with evidence."""
    found = _service().lookup(text, k=k)
    rows = [{"emotion": f.emotion, "score": number(f.score), "step": f.step, "term": f.term} for f in found]
    emit(found, rows, form(output, json))
    _exit_if_nothing(found, f"no emotion is near '{text}'")


@app.command()
def spot(
    text: str,
    evoked: Annotated[bool, typer.Option("--evoked", help="also what tends to bring an emotion about")] = False,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """The terms inside running text, those under a negation marked."""
    found = _service().spot(text, evoked=evoked)
    rows = [
        {
            "place": f"{s.begin}-{s.finish}",
            "text": s.text,
            "emotion": s.term.emotion,
            "term": s.term.text,
            "role": s.term.role.value,
            "negated": "yes" if s.negated else "",
        }
        for s in found
    ]
    emit(found, rows, form(output, json))
    _exit_if_nothing(found, "no term of the lexicon is in it")


@app.command()
def sparql(
    query: Annotated[str, typer.Argument(help="a query, or a file that holds one")],
    results: Annotated[
        str, typer.Option("--format", help="json, xml, csv, tsv; turtle, ntriples, rdfxml, jsonld")
    ] = "",
) -> None:
    """Ask the graph in SPARQL."""
    text = named_text(Path(query)) if query.endswith((".rq", ".sparql")) or _is_file(query) else query
    answer = _service().sparql(text)
    form = results or ("turtle" if answer.kind == "graph" else "tsv")
    print(answer.serialize(form).decode().rstrip("\n"))


@app.command()
def check(
    target: Annotated[
        Path | None, typer.Argument(help="a folder of tables, or an OWL file; the shipped ontology if left out")
    ] = None,
    tables: Annotated[
        bool, typer.Option("--tables", help="only the laws over the tables; needs no other tool")
    ] = False,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Hold an ontology to every check there is for it; exit 1 where one fails.

    The shipped ontology: laws, coverage, rules, SHACL, SSSOM, competency questions, OWL 2 profiles, ELK
    and HermiT.  A folder of tables: the laws.  A file in any OWL syntax: rules, profiles, ELK and
    HermiT.
    """
    if tables or (target is not None and target.is_dir()):
        _check_tables(target, form(output, json))
        return
    if target is not None and not target.exists():
        raise BadInput(f"no file or folder {target}")
    from kg.quality import failed, file_suite, suite
    from ontology.world import load

    checks, missing = [], None
    try:
        for done in suite(load()) if target is None else file_suite(target):
            say(f"{done.name}: {len(done.findings)} findings")
            checks.append(done)
    except Missing as error:  # what was found before is shown first
        missing = error
    rows = [
        {"check": c.name, "measured": c.figure, "findings": str(len(c.findings)), "seconds": f"{c.seconds:.1f}"}
        for c in checks
    ]
    first = [f"{f.code} {f.message}: {f.at[:100]}" for c in checks for f in c.findings[:3]]
    emit(checks, rows, form(output, json), notes=first)
    if missing is not None:
        raise missing
    if failed(checks):
        raise typer.Exit(1)


def _check_tables(folder: Path | None, form: Format) -> None:
    from ontology.checks import CHECKS
    from ontology.checks import check as broken
    from ontology.world import load

    world = load(folder)
    findings = list(broken(world))
    emit(findings, [{"law": f.code, "message": f.message, "at": f.at} for f in findings], form)
    say(f"{len(CHECKS)} laws over {len(world)} emotions: {len(findings)} findings")
    if any(f.code.startswith("E") for f in findings):
        raise typer.Exit(1)


@app.command()
def lock() -> None:
    """Write down every id of the tables with what it means now, so that none can vanish unnoticed."""
    from ontology.lock import lock_of, read_lock, write_lock
    from ontology.version import __version__
    from ontology.world import load

    say(f"wrote {write_lock(lock_of(load(), __version__, read_lock()))}")


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="the older release: .ttl, .owl, .rdf, .nt or .jsonld")],
    after: Annotated[Path, typer.Argument(help="the newer release")],
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """What changed between two releases, in words; exit 1 where a term was removed."""
    from kg.diff import changes

    found = list(changes(before, after))
    rows = [{"term": c.term, "change": c.kind, "before": c.before, "after": c.after} for c in found]
    emit(found, rows, form(output, json))
    say(f"{len(found)} changes")
    if any(c.kind == "removed" for c in found):
        raise typer.Exit(1)


@relations.command()
def propose(
    output: Annotated[Path, typer.Option("-o", "--output", help="the review table to write")],
    wordnet: Annotated[str | None, typer.Option(help="folder of WordNet's files [env TONE_WORDNET]")] = None,
) -> None:
    """Write what every method proposes as a table to review: fill in accept or reject."""
    from ontology.rows import COLUMNS
    from ontology.tables import write
    from vocab.relations import propose as proposed
    from vocab.wordnet import open_wordnet

    service = _service()
    found = list(proposed(service.world, service.lexicon, open_wordnet(wordnet), service.embedder))
    write(output, COLUMNS["reviews"], [(*p.cells(), "", "", "", "") for p in found])
    say(f"wrote {len(found)} proposals to {output}")


@relations.command()
def merge(
    file: Annotated[Path, typer.Argument(help="a review table with decision, reviewer and date filled in")],
    tables: Annotated[
        Path | None, typer.Option(help="the folder of tables to write; without it, the shipped ones")
    ] = None,
) -> None:
    """Take a reader's decisions into the tables; rows without a decision stay proposals."""
    from ontology.merge import merge as merged
    from ontology.merge import write_merged
    from ontology.world import load, load_reviews

    trail = load_reviews(tables / "reviews.tsv" if tables else None)
    found = merged(load(tables), trail, load_reviews(file))
    write_merged(found, tables)
    say(f"{len(found.added)} new decisions; now: tone build")


@relations.command()
def precision(output: As = Format.TABLE, json: Json = False) -> None:
    """How far each method that proposes relations and blends can be trusted, from the reviews."""
    from ontology.review import precision as measured
    from ontology.world import load_reviews

    found = measured(load_reviews())
    rows = [
        {
            "predicate": p.predicate,
            "method": p.method,
            "reviewed": str(p.reviewed),
            "accepted": str(p.accepted),
            "precision": number(p.share),
            "95 % interval": f"{number(p.interval[0])} … {number(p.interval[1])}",
        }
        for p in found
    ]
    emit(found, rows, form(output, json))


@app.command()
def build(
    folder: Annotated[Path, typer.Option("-o", "--output", help="where to write")] = Path("owl"),
) -> None:
    """Write the OWL release files from the tables; twice gives the same bytes."""
    from kg.release import write

    service = _service()
    for file in write(service.world, service.lexicon, service.all_ratings, folder):
        say(f"wrote {file}")


@app.command()
def reference(
    output: Annotated[Path, typer.Option("-o", "--output", help="the HTML file to write")] = Path("reference.html"),
) -> None:
    """Write every class and property with the pictures of the tiers as one HTML page."""
    from api.pages import reference as page
    from ontology.tables import write_text
    from ontology.world import load

    write_text(output, bytes(page(load()).body).decode())
    say(f"wrote {output}")


@app.command("schema")
def print_schema() -> None:
    """The GraphQL schema in its own language."""
    from api.schema import schema

    print(schema.as_str())


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="address to listen on [env TONE_HOST]")] = None,
    port: Annotated[int | None, typer.Option(help="port to listen on [env TONE_PORT]")] = None,
    store: Annotated[str | None, typer.Option(help="memory, oxigraph, sparql or neo4j [env TONE_STORE]")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="processes [env TONE_WORKERS]")] = None,
) -> None:
    """Run the service: GraphQL, SPARQL, term pages."""
    from api.serving import run
    from api.settings import Settings

    run(Settings.read().but(host=host, port=port, store=store, workers=workers))


def _service() -> "Service":
    from api.service import Service

    return Service()


def _labels(targets: "Sequence[Target]") -> str:
    """Labels that mean the emotion, and in how many more sets only a wider or narrower one fits."""
    same = [t for t in targets if t.match in (Match.EXACT, Match.CLOSE)]
    listed = ", ".join(f"{t.label.id} ({t.match.name.lower()})" for t in same)
    others = len(targets) - len(same)
    more = f"{'and ' if same else ''}{others} sets by a wider or narrower label" if others else ""
    return "; ".join(filter(None, (listed, more)))


def _witnesses(relations: "Sequence[Relation]") -> dict[str, list[str]]:
    """Each edge in words, with the sources that stand for it."""
    found: dict[str, list[str]] = {}
    for r in relations:
        found.setdefault(f"{r.subject} {r.kind.value.replace('_', ' ')} {r.object}", []).append(r.source)
    return found


def _texts(terms: "tuple[Term, ...]", *, evoking: bool) -> str:
    from vocab.lexicon import Role

    return ", ".join([t.text for t in terms if (t.role is Role.EVOKES) == evoking][:20])


def _point(vad: "VAD") -> str:
    return "  ".join(f"{axis} {number(value)}" for axis, value in zip("VAD", vad, strict=True))


def _targets(targets: "tuple[Target, ...]") -> str:
    return ", ".join(f"{t.label.label} ({t.match.name.lower()})" for t in targets[:2]) or "no label fits"


def _read(labels: list[str] | None) -> list[str]:
    import sys

    from ontology.foreign import piped

    if labels and labels != ["-"]:
        return labels
    if labels == ["-"] or not sys.stdin.isatty():
        return [line.strip() for line in piped(sys.stdin).splitlines() if line.strip()]
    raise BadInput("no labels; write them behind the command, or pipe them in with -")


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:  # a query is longer than names may be
        return False


def _exit_if_nothing(found: object, message: str) -> None:
    if not found:
        say(message)
        raise typer.Exit(1)
