"""``tone transition`` and ``tone transitions``: where a feeling goes, and what follows what in dialogues of yours."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import As, Json, form
from api.output import Format, emit, number, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ontology.dialogue import Step
    from ontology.edges import TraitEffect

transitions = typer.Typer(no_args_is_help=True)


@transitions.callback()
def about() -> None:
    """What follows what in dialogues of yours, and what people expect to."""


def transition(
    start: Annotated[str, typer.Option("--from", help="the emotion felt now")],
    stimulus: Annotated[str | None, typer.Option("--stimulus", help="the emotion met, say a partner's")] = None,
    personality: Annotated[
        str,
        typer.Option(
            help="z-scores O=0.5,E=1,N=-1 · raw 1-5:O=4 · percentile:N=84 · tipi:… · bfi10:… · a role of PELD"
        ),
    ] = "",
    model: Annotated[
        str, typer.Option(help="wen: displacement · alma: mood · affect: noisy core affect · markov: counted")
    ] = "wen",
    steps: Annotated[int, typer.Option(help="steps to go: turns, minutes or hours, by the model")] = 1,
    hold: Annotated[int | None, typer.Option(help="for how many steps the stimulus lasts; all if left out")] = None,
    tier: Annotated[int | None, typer.Option(min=1, max=3, help="name states by emotions of this tier only")] = None,
    seed: Annotated[int, typer.Option(help="of the model with chance in it")] = 13,
    corpus: Annotated[str, typer.Option(help="of the model that counts: cped2022 or peld2021")] = "cped2022",
    plot: Annotated[Path | None, typer.Option(help="also draw the path on the valence-arousal plane: FILE.svg")] = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Where a feeling goes next, with or without a stimulus, by one of four models."""
    from api.service import Service
    from ontology.emotion import Tier
    from ontology.errors import BadInput
    from ontology.traits import read_personality

    if plot and plot.suffix != ".svg":
        raise BadInput(f"--plot '{plot}' does not end in .svg, the one kind of picture drawn")
    answer = Service().transition(
        start,
        stimulus,
        read_personality(personality),
        model=model,
        steps=steps,
        hold=hold,
        tier=list(Tier)[tier - 1] if tier else None,
        seed=seed,
        corpus=corpus,
    )
    rows = [
        {
            "step": str(s.step),
            **{axis: number(value) for axis, value in zip(("V", "A", "D"), s.vad, strict=True)},
            **({"90 % of V": f"{number(s.low.valence)} … {number(s.high.valence)}"} if s.low and s.high else {}),
            "nearest (distance)": ", ".join(f"{n.emotion.id} ({number(n.distance)})" for n in s.nearest),
            "shares": ", ".join(f"{share.state} {share.share:.0%}" for share in s.shares),
        }
        for s in answer.states
    ]
    notes = [f"{answer.model.title}; one step is {answer.model.step}", answer.model.formula, answer.model.caution]
    emit(answer, rows, form(output, json), notes=[*notes, *answer.evidence])
    if plot:
        from api.plot import picture
        from ontology.tables import write_text

        write_text(plot, picture(answer))
        say(f"drew {plot}")


@transitions.command()
def fit(
    file: Annotated[
        Path, typer.Argument(help="tab-separated turns: dialogue, speaker, emotion [, traits as high or low] [, group]")
    ],
    edges: Annotated[Path | None, typer.Option("-o", "--edges", help="also write every edge with its counts")] = None,
    label_set: Annotated[str | None, typer.Option("--set", help="the label set its emotions must be of")] = None,
    groups: Annotated[
        str,
        typer.Option(help="where there is no column group: an expression whose first part is it, in the dialogue"),
    ] = "",
    permutations: Annotated[int, typer.Option(help="how often a trait is dealt out anew, 100 … 100000")] = 1000,
    seed: Annotated[int, typer.Option(help="of the dealing")] = 13,
    record: Annotated[
        str | None, typer.Option(help="write counts and effects as this corpus into the tables of --tables")
    ] = None,
    tables: Annotated[Path | None, typer.Option(help="a folder of tables to record in; ours if left out")] = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Chances of the next emotion, held out by dialogue, and whether traits of persons tell anything of it."""
    from api.recording import effects_of, record_corpus
    from kg.terms import label_set_id_of
    from ontology.dialogue import read_dialogues, steps
    from ontology.edges import EffectStatus
    from ontology.fit import held_out
    from ontology.world import load

    world = load()
    chosen = world.label_set(label_set_id_of(label_set)) if label_set else None
    found = list(steps(read_dialogues(file, chosen, groups)))
    report = held_out(found)
    overall, single = effects_of(world, found, chosen, record or file.stem, permutations=permutations, seed=seed)
    rows = [{"what": name, "figure": _figure(value), "p": "", "status": ""} for name, value in _losses(asdict(report))]
    rows += _effect_rows(overall)
    standing = sorted((e for e in single if e.status is not EffectStatus.NULL), key=lambda e: e.p)
    rows += _effect_rows(standing)
    answer = {"fit": asdict(report), "traits": overall, "transitions": single}
    notes = [f"{len(single)} pairs of trait and transition were tested, {len(standing)} stand out"]
    emit(answer, rows, form(output, json), notes=notes if single else [])
    if edges:
        _write_edges(found, edges)
    if record:
        record_corpus(world, record, found, (*overall, *single), tables)
        say(f"recorded {len({(s.before, s.partner, s.after) for s in found})} counts and the effects as {record}")


def _effect_rows(effects: "Sequence[TraitEffect]") -> list[dict[str, str]]:
    return [
        {
            "what": f"{e.trait}{f': {e.before} to {e.after}' if e.before else ''}, {e.persons} persons",
            "figure": f"{e.estimate:.4f} {e.measure}" + (f", {e.low:.2f} … {e.high:.2f}" if e.low and e.high else ""),
            "p": f"{e.p:.4f}",
            "status": e.status.value,
        }
        for e in effects
    ]


def _losses(report: dict[str, float]) -> list[tuple[str, float]]:
    names = {
        "base": "log-loss, base rates",
        "copy": "log-loss, copying with one chance",
        "own": "log-loss, given the speaker's last",
        "both": "log-loss, given also the partner's",
        "mixed": "log-loss, from all sides, the dialogue so far among them",
    }
    return [(names.get(name, name), value) for name, value in report.items()]


def _figure(value: float) -> str:
    return f"{value:.3f} nats" if isinstance(value, float) else str(value)


def _write_edges(found: "list[Step]", path: Path) -> None:
    from collections import Counter

    from ontology.markov import Chain, counted
    from ontology.tables import write

    emotions = sorted({e for step in found for e in (step.before, step.after)})
    chain = Chain(counted(found), emotions)
    counts = Counter((step.before, step.after) for step in found)
    persons = Counter((before, after) for before, after, _ in {(s.before, s.after, s.speaker) for s in found})
    header = ("from", "to", "turns", "persons", "chance", "base_rate", "step")
    rows = [
        (a, b, str(n), str(persons[a, b]), f"{chain.own(a, b):.4f}", f"{chain.base[b]:.4f}", "turn of one speaker")
        for (a, b), n in sorted(counts.items())
    ]
    write(path, header, rows)
    say(f"wrote {len(rows)} edges to {path}")


@transitions.command()
def expect(
    states: Annotated[list[str], typer.Argument(help="two or more words for states, such as: anger guilt relief")],
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """How likely people are expected to think each state turns into each other one: modelled, not rated."""
    from api.service import Service

    found = Service().expected(states)
    rows = [{"from": c.before, "to": c.after, "likelihood": f"{c.likelihood:.3f}", "sd": str(c.sd)} for c in found]
    emit(found, rows, form(output, json), notes=[found[0].method])


@transitions.command()
def concepts(
    tables: Annotated[Path | None, typer.Option(help="a folder of tables; ours if left out")] = None,
) -> None:
    """Model the transitions between all primary and secondary emotions anew, into concept_transitions.tsv."""
    from api.service import Service
    from ontology.emotion import Tier
    from ontology.rows import COLUMNS
    from ontology.tables import shipped, write

    service = Service()
    emotions = [e for tier in (Tier.PRIMARY, Tier.SECONDARY) for e in service.emotions(tier=tier)]
    found = service.expected_of(emotions)
    rows = sorted((c.before, c.after, f"{c.likelihood:.3f}", str(c.sd), c.method) for c in found)
    path = (tables or shipped()) / "concept_transitions.tsv"
    write(path, COLUMNS["concept_transitions"], rows)
    say(f"wrote {len(rows)} modelled transitions to {path}; next: tone build")
