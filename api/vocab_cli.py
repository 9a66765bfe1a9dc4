"""``tone vocab``: the workshop of the vocabulary at the command line."""

from dataclasses import asdict
from datetime import date as calendar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import As, Json, form
from api.output import Format, emit, say
from ontology.errors import BadInput
from ontology.tables import named_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.service import Service
    from vocab.workshop.decisions import Decision
    from vocab.workshop.model import CrossValidated

vocab = typer.Typer(
    no_args_is_help=True,
    help="Propose terms, review them, publish the lexicon, and measure it.",
    epilog="In their order:  propose · review (or edit the table and merge) · accept · publish · stats · evaluate",
)

Candidates = Annotated[Path, typer.Argument(help="a table that tone vocab propose wrote")]
Trail = Annotated[Path | None, typer.Option("--decisions", help="the table of decisions; without it, the shipped one")]
Norms = Annotated[
    Path, typer.Option("--norms", help="ratings of words: CSV with Word, Valence, Arousal, Dominance (1 … 9)")
]
MaybeNorms = Annotated[Path | None, typer.Option("--norms", help="ratings of words, to place new terms by")]
WordNetFolder = Annotated[str | None, typer.Option("--wordnet", help="folder of WordNet's files [env TONE_WORDNET]")]
Who = Annotated[str, typer.Option("--reviewer", help="who decides")]


@vocab.command()
def propose(
    norms: Norms,
    output: Annotated[Path, typer.Option("-o", "--output", help="the table to write")] = Path("candidates.tsv"),
    wordnet: WordNetFolder = None,
    corpus: Annotated[Path | None, typer.Option(help="plain text to take candidates from as well")] = None,
    extra: Annotated[Path | None, typer.Option(help="a list of yours: form, part of speech, origin")] = None,
    decisions: Trail = None,
) -> None:
    """Gather candidates, judge them, and write a table to review; a broken-off run goes on where it stopped."""
    from api.service import Service
    from vocab.wordnet import open_wordnet
    from vocab.workshop.decisions import read_decisions
    from vocab.workshop.propose import Material
    from vocab.workshop.propose import propose as proposed

    service = Service()
    trail = read_decisions(service.world, decisions)
    material = Material(
        service.world, service.lexicon, trail, open_wordnet(wordnet), service.embedder, norms, corpus, extra
    )
    found = proposed(material, output, progress=lambda done, of: say(f"{done} of {of} judged"))
    say(f"wrote {len(found)} candidates to {output}; next: tone vocab review {output}")


@vocab.command()
def review(
    candidates: Candidates,
    reviewer: Who,
    decisions: Trail = None,
    examples: Annotated[Path | None, typer.Option(help="plain text to show uses from")] = None,
) -> None:
    """Decide on candidates one by one: a accept, m move, r reject, d defer, o role, u undo, q quit."""
    import click
    from rich.console import Console

    from api.vocab_review import Session
    from api.vocab_review import review as reviewed
    from ontology.world import load
    from vocab.lexicon import load_lexicon
    from vocab.workshop.decisions import read_candidates, shipped_decisions

    world = load()
    lines = named_text(examples).splitlines() if examples else ()
    session = Session(world, load_lexicon(world), reviewer, _today(), decisions or shipped_decisions(), examples=lines)
    reviewed(session, read_candidates(candidates), Console(), click.getchar, input)


@vocab.command()
def merge(candidates: Candidates, decisions: Trail = None) -> None:
    """Take the decisions filled into a candidate table (in a spreadsheet, say) into the trail."""
    from ontology.world import load
    from vocab.workshop.decisions import append, read_decisions

    world = load()
    new = append(world, read_decisions(world, candidates), decisions)
    say(f"{len(new)} new decisions; next: tone vocab publish")


@vocab.command()
def accept(
    candidates: Candidates,
    least: Annotated[float, typer.Option(help="accept from this probability on, 0.5 … 1")] = 0.9,
    decisions: Trail = None,
) -> None:
    """Accept by rule what a reader would most likely accept; marked as decided by nobody."""
    from ontology.world import load
    from vocab.lexicon import Role
    from vocab.workshop.decisions import (
        RULE,
        Decision,
        Verdict,
        append,
        read_candidates,
        read_decisions,
        shipped_decisions,
    )

    if not 0.5 <= least <= 1:
        raise BadInput(f"--least {least} is outside 0.5 … 1")
    world = load()
    trail = decisions or shipped_decisions()
    decided = {d.proposed.text for d in (read_decisions(world, trail) if trail.exists() else ())}
    sure = [p for p in read_candidates(candidates) if p.score is not None and p.score >= least]
    rule = f"{RULE}score>={least:g}"
    new = [Decision(p, Verdict.ACCEPT, p.home, Role.NAMES, rule, _today()) for p in sure if p.text not in decided]
    append(world, new, decisions)
    say(f"{len(new)} accepted by {rule}; next: tone vocab publish")


@vocab.command()
def publish(
    norms: MaybeNorms = None,
    vader: Annotated[Path | None, typer.Option(help="VADER's lexicon, whose valences are then taken anew")] = None,
    decisions: Trail = None,
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", help="where to write; without it, the shipped place")
    ] = None,
) -> None:
    """Write the ratings, the lexicon and its compiled form from the decisions that stand."""
    from api.service import Service
    from vocab.lexicon import shipped_folder
    from vocab.ratings import by_term, read_ratings
    from vocab.workshop.decisions import read_decisions
    from vocab.workshop.publish import placed, predictions, terms_of, write_lexicon
    from vocab.workshop.rated import gather_ratings, write_ratings

    service = Service()
    before = {term.text: term for term in service.lexicon}
    terms = terms_of(service.world, read_decisions(service.world, decisions), before)
    ratings = gather_ratings({t.text for t in terms}, read_ratings(), norms, vader)
    found = list(placed(service.world, terms, by_term(ratings), service.predictor))
    ratings = sorted([*ratings, *predictions(found, service.predictor)], key=lambda r: (r.term, r.source))
    write_ratings(ratings, (folder or shipped_folder()) / "ratings.tsv")
    say(f"wrote {len(ratings)} ratings and {len(found)} terms to {write_lexicon(found, folder)}; next: tone build")


@vocab.command()
def stats(
    decisions: Trail = None,
    norms: MaybeNorms = None,
    wordnet: WordNetFolder = None,
    model: Annotated[
        bool, typer.Option("--model", help="cross-validate the judge too (a minute or two; needs --norms)")
    ] = False,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """What the vocabulary holds, who decided it, how reviewers agree and, with --model, how good the judge is."""
    from collections import Counter

    from api.service import Service
    from vocab.workshop.decisions import agreement, read_decisions

    service = Service()
    lexicon, trail = service.lexicon, read_decisions(service.world, decisions)
    homes = Counter(term.emotion for term in lexicon)
    figures: dict[str, object] = {
        "terms": len(lexicon),
        **{f"terms that {role}": n for role, n in sorted(Counter(t.role.value for t in lexicon).items())},
        **{f"terms {status}": n for status, n in sorted(Counter(t.status.value for t in lexicon).items())},
        "emotions with terms": len(homes),
        "fewest terms of an emotion": min(homes.values()),
        **{f"decisions: {verdict}": n for verdict, n in sorted(Counter(d.verdict.value for d in trail).items())},
        **{f"decisions of {who}": n for who, n in sorted(Counter(d.reviewer for d in trail).items())},
        **{f"kappa of {a} and {b}": f"{k:.2f} over {n}" for (a, b), (n, k) in agreement(trail).items()},
    }
    if model:
        if norms is None:
            raise BadInput("--model needs ratings of words: --norms FILE")
        figures |= _judged(_cross_validated(service, trail, norms, wordnet))
    rows = [{"what": name, "figure": f"{v:.3f}" if isinstance(v, float) else str(v)} for name, v in figures.items()]
    emit(figures, rows, form(output, json))


@vocab.command()
def evaluate(
    gold: Annotated[Path, typer.Option(help="a table with word and emotion and/or valence, arousal, dominance")],
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Hold the lexicon against what people say of words: homes by tier, membership, coverage, coordinates."""
    from api.service import Service
    from vocab.workshop.measure import measure, read_gold

    service = Service()
    found = measure(service.world, service.lexicon, service.words, read_gold(service.world, service.words, gold))
    rows = [{"what": name.replace("_", " "), "figure": _figure(value)} for name, value in asdict(found).items()]
    emit(found, rows, form(output, json))


def _judged(found: "CrossValidated") -> dict[str, object]:
    plain = {f"judge: {name}": value for name, value in asdict(found).items() if name != "sources"}
    left_out = {
        f"judge without {s.source}": f"home {s.home:.3f}, primary {s.primary:.3f} over {s.terms}" for s in found.sources
    }
    return {**plain, **left_out}


def _figure(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, tuple):
        return "  ".join(f"{axis} {v:.3f}" for axis, v in zip("VAD", value, strict=True))
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _cross_validated(
    service: "Service", trail: "Sequence[Decision]", norms: Path, wordnet: str | None
) -> "CrossValidated":
    from vocab.norms import read_norms
    from vocab.wordnet import open_wordnet
    from vocab.workshop.model import cross_validate
    from vocab.workshop.norms import Guesser

    guesser = Guesser(read_norms(norms).words, service.embedder)
    return cross_validate(service.world, service.lexicon, trail, open_wordnet(wordnet), service.embedder, guesser)


def _today() -> str:
    return calendar.today().isoformat()
