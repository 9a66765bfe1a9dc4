"""``tone transitions``: what follows what in dialogues of yours."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import As, Json, form
from api.output import Format, emit, say

if TYPE_CHECKING:
    from ontology.dialogue import Step

transitions = typer.Typer(no_args_is_help=True)


@transitions.callback()
def about() -> None:
    """What follows what in dialogues of yours."""


@transitions.command()
def fit(
    file: Annotated[
        Path, typer.Argument(help="tab-separated turns: dialogue, speaker, emotion [, traits as high or low]")
    ],
    edges: Annotated[Path | None, typer.Option("-o", "--edges", help="also write every edge with its counts")] = None,
    label_set: Annotated[str | None, typer.Option("--set", help="the label set its emotions must be of")] = None,
    permutations: Annotated[int, typer.Option(help="how often a trait is dealt out anew, 100 … 100000")] = 1000,
    seed: Annotated[int, typer.Option(help="of the dealing")] = 13,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Chances of the next emotion, held out by dialogue, and whether traits of persons tell anything of it."""
    from ontology.dialogue import read_dialogues, steps
    from ontology.markov import held_out, trait_effects
    from ontology.world import load

    chosen = load().label_set(label_set) if label_set else None
    found = list(steps(read_dialogues(file, chosen)))
    report, effects = held_out(found), trait_effects(found, permutations=permutations, seed=seed)
    rows = [{"what": name, "figure": _figure(value), "p": "", "status": ""} for name, value in _losses(asdict(report))]
    rows += [
        {
            "what": f"{e.trait}, {e.persons} persons",
            "figure": f"{e.information:.4f} nats, {e.expected:.4f} ± {e.sd:.4f} by chance",
            "p": f"{e.p:.4f}",
            "status": e.status.value,
        }
        for e in effects
    ]
    answer = {"fit": asdict(report), "traits": [{**asdict(e), "status": e.status.value} for e in effects]}
    emit(answer, rows, form(output, json))
    if edges:
        _write_edges(found, edges)


def _losses(report: dict[str, float]) -> list[tuple[str, float]]:
    names = {
        "base": "log-loss, base rates",
        "copy": "log-loss, copying with one chance",
        "own": "log-loss, given the speaker's last",
        "both": "log-loss, given also the partner's",
    }
    return [(names.get(name, name), value) for name, value in report.items()]


def _figure(value: float) -> str:
    return f"{value:.3f} nats" if isinstance(value, float) else str(value)


def _write_edges(found: "list[Step]", path: Path) -> None:
    from collections import Counter

    from ontology.markov import Chain
    from ontology.tables import write

    emotions = sorted({e for step in found for e in (step.before, step.after)})
    chain = Chain(found, emotions)
    counts = Counter((step.before, step.after) for step in found)
    persons = Counter((before, after) for before, after, _ in {(s.before, s.after, s.speaker) for s in found})
    header = ("from", "to", "turns", "persons", "chance", "base_rate", "step")
    rows = [
        (a, b, str(n), str(persons[a, b]), f"{chain.own(a, b):.4f}", f"{chain.base[b]:.4f}", "turn of one speaker")
        for (a, b), n in sorted(counts.items())
    ]
    write(path, header, rows)
    say(f"wrote {len(rows)} edges to {path}")
