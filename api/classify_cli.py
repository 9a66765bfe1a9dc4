"""``tone classify``: one text or a file of any size, against a label set, labels of one's own, or a tier."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import As, Json, form
from api.output import Format, emit, number, say

if TYPE_CHECKING:
    from api.classification import Choice


def classify(
    text: Annotated[str | None, typer.Argument(help="one text; or use --input")] = None,
    labels: Annotated[str | None, typer.Option("--labels", help="a label set, or labels with commas")] = None,
    tier: Annotated[int | None, typer.Option("--tier", min=1, max=3, help="the emotions of a tier instead")] = None,
    input: Annotated[
        Path | None, typer.Option("--input", help=".txt (a text a line), .csv, .tsv, .jsonl, .parquet")
    ] = None,
    column: Annotated[str, typer.Option("--text-column", help="the column that holds the texts")] = "text",
    out: Annotated[Path | None, typer.Option("-o", help="where the rows of a file go: .csv, .tsv or .jsonl")] = None,
    engine: Annotated[str | None, typer.Option(help="transfer, vocabulary (no labelled text seen) or fast")] = None,
    multi: Annotated[bool, typer.Option("--multi", help="judge each label for itself, since several may hold")] = False,
    abstain: Annotated[bool, typer.Option("--abstain", help="let 'neutral' and 'cannot tell' be answers")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="say what speaks for the best label")] = False,
    top: Annotated[int, typer.Option("--top", min=1, help="labels shown for each text")] = 3,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Which label of a set, of your own list or of a tier fits a text, without training on that set.

    A file is read row by row: every row is kept, a fault of a row is named beside it, and a run that was broken off
    goes on where it stopped.
    """
    from api.classification import Choice
    from ontology.errors import BadInput

    if (text is None) == (input is None):
        raise BadInput("give one text, or a file with --input")
    choice = Choice.named(labels, tier)
    if input is not None and out is not None:
        _file(input, column, out, choice, engine, multi, abstain)
        return
    if out is not None:
        raise BadInput("-o is for the rows of a file; give it with --input")
    texts = [text] if text is not None else _texts(input, column)  # type: ignore[arg-type]  # input is given then
    _shown(texts, choice, engine, multi, abstain, explain, top, form(output, json))


def _shown(
    texts: list[str],
    choice: "Choice",
    engine: str | None,
    multi: bool,
    abstain: bool,
    explain: bool,
    top: int,
    how: Format,
) -> None:
    from api.classification import fault_of
    from api.service import MOST, Service

    service = Service()
    if len(texts) > 1:
        for place, text in enumerate(texts, 1):
            if fault := fault_of(text):
                say(f"row {place}: text {fault}; it is left out")
        texts = [text for text in texts if not fault_of(text)]
    starts = range(0, len(texts), MOST)
    found = [s for i in starts for s in service.classify(texts[i : i + MOST], choice, engine=engine, multi=multi)]
    rows, answers, notes = [], [], []
    for given, scores in zip(texts, found, strict=True):
        short = given if len(given) <= 60 else given[:59] + "…"
        rows += [{"text": short, "label": label, "score": number(score)} for label, score in scores.top(top)]
        said: dict[str, object] = {"text": given, "label": scores.answer if abstain else scores.best}
        said |= {"scores": dict(scores.ranked), "neutral": scores.neutral, "decided": scores.decided}
        if abstain and scores.answer != scores.best:
            notes.append(f"'{short}': {scores.answer}")
        if explain:
            why = service.why(given, scores.best, choice, engine=engine)
            said["why"] = why
            notes.append(f"{why.label} for '{short}':")
            notes += [f"  '{t.text}' names {t.term.emotion}" for t in why.terms]
            notes += [f"  {weight:+.2f}  {what}" for what, weight in why.near]
        answers.append(said)
    emit(answers[0] if len(answers) == 1 else answers, rows, how, notes=notes)


def _texts(file: Path, column: str) -> list[str]:
    from api.classify_file import texts_of

    return list(texts_of(file, column))


def _file(file: Path, column: str, out: Path, choice: "Choice", engine: str | None, multi: bool, abstain: bool) -> None:
    from api.classify_file import Task, classify_file
    from api.service import Service

    service = Service()
    candidates = service.classification.candidates(choice)
    done = classify_file(service.classification, Task(file, column, out, engine, multi, abstain), candidates, say)
    faults = f", {done.faults} of them without a text that can be read (see tone_error)" if done.faults else ""
    say(f"wrote {done.rows} rows to {out}{faults}")


def evaluate(
    data: Annotated[Path, typer.Option("--data", help="a folder of <label set>.<split>.tsv with text and label")],
    split: Annotated[str, typer.Option(help="which split")] = "test",
    only: Annotated[list[str] | None, typer.Option("--set", help="only this label set (repeatable)")] = None,
    engine: Annotated[list[str] | None, typer.Option(help="only this engine (repeatable)")] = None,
    without: Annotated[list[str] | None, typer.Option(help="leave out texts of this label (repeatable)")] = None,
    guess: Annotated[
        bool, typer.Option("--guess", help="take the label set that fits where a file names none")
    ] = False,
    pictures: Annotated[Path | None, typer.Option(help="a folder for confusion matrices, as SVG")] = None,
    markdown: Annotated[Path | None, typer.Option(help="also write the table as Markdown")] = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Zero-shot macro-F1 on labelled texts, beside majority, bare-label and prompt baselines."""
    from api.classify_eval import ENGINES, as_markdown, classification
    from api.heatmap import heatmap
    from api.service import Service
    from ontology.tables import write_text

    reports = classification(
        Service(), data, split=split, only=only or (), engines=engine or ENGINES, without=without or (), guess=guess
    )
    rows = [
        {
            "set": r.label_set,
            "method": r.method,
            "texts": str(r.texts),
            "macro-F1": f"{r.macro_f1:.3f}",
            "95 %": f"{r.low:.3f} … {r.high:.3f}",
            "accuracy": f"{r.accuracy:.3f}",
            "top 3": "" if r.top3 is None else f"{r.top3:.3f}",
            "ECE": "" if r.ece is None else f"{r.ece:.3f}",
            "neutral AUROC": "" if r.neutral_auroc is None else f"{r.neutral_auroc:.3f}",
        }
        for r in reports
    ]
    answer = [
        {f: getattr(r, f) for f in r.__slots__ if f != "confusion"}
        | {"confusion": [{"gold": g, "predicted": p, "share": n} for (g, p), n in r.confusion.items()]}
        for r in reports
    ]
    emit(answer, rows, form(output, json))
    if markdown:
        write_text(markdown, as_markdown(reports))
        say(f"wrote {markdown}")
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        for r in reports:
            golds, told = (list(dict.fromkeys(pair[side] for pair in r.confusion)) for side in (0, 1))
            values = {(g, p): r.confusion.get((g, p), 0.0) for g in golds for p in told}
            title = f"{r.label_set} by {r.method}: gold at the side, predicted on top"
            write_text(
                pictures / f"{r.label_set}.{r.method.replace(' ', '-')}.svg", heatmap(golds, told, values, title)
            )
        say(f"wrote {len(reports)} pictures to {pictures}")


def fit_classifier(
    data: Annotated[Path, typer.Option(help="a folder with goemotions.train, goemotions.dev and isear.train (.tsv)")],
    cache: Annotated[Path, typer.Option(help="where a stopped run is kept, so that it goes on")],
    out: Annotated[Path, typer.Option("-o", help="the folder the models go to; a model that is there stays")],
) -> None:
    """Make the classifier anew: the transfer engine, then the fast one; about an hour on two cores."""
    from api.service import Service
    from vocab.workshop.classifier import fit_classifier as make

    service = Service()
    make(service.world, service.lexicon, lambda: service.embedder, data, cache, out, say)
    say(f"wrote {out}")
