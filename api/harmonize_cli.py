"""``tone harmonize``: a corpus from one label set to another, and what any conversion loses."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import As, Json, form
from api.output import Format, emit, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ontology.loss import Loss


def harmonize(
    file: Annotated[Path | None, typer.Argument(help="rows with labels: .csv, .tsv, .jsonl or .parquet")] = None,
    column: Annotated[str, typer.Option("--label-column", help="the column that holds the labels")] = "label",
    source: Annotated[str | None, typer.Option("--from", help="the label set of the file")] = None,
    target: Annotated[str | None, typer.Option("--to", help="the label set to carry it to")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--output", help="where the rewritten rows go")] = None,
    separator: Annotated[str, typer.Option(help="what stands between several labels of a cell")] = "|",
    matrix: Annotated[
        Path | None, typer.Option(help="the loss of every pair of sets instead: FILE.svg, .png, .tsv or .json")
    ] = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Rewrite the labels of a corpus, keeping every row and column, and say what was lost; or what any pair loses."""
    from api.harmonizer import Job
    from api.harmonizing import as_told, harmonize_file
    from api.service import Service
    from ontology.errors import BadInput

    world = Service().world
    if matrix is not None:
        _matrix(matrix)
        return
    if file is None and source is not None:
        reports = Service().losses(source, target)
        emit(reports, _rows(reports), form(output, json))
        return
    if file is None or source is None or target is None or out is None:
        raise BadInput("say FILE --from SET --to SET -o OUT, or --from SET alone for what is lost, or --matrix FILE")
    report = harmonize_file(world, Job(file, column, source, target, out, separator), say)
    rows = [{"from": a, "to": b, "n": str(n)} for (a, b), n in report.moved.most_common()]
    rows += [{"from": label, "to": "-", "n": str(n)} for label, n in report.unmapped.most_common()]
    notes = [f"{report.rows} rows, {report.empty} without a label"]
    if report.loss:
        lost = report.loss
        notes.append(
            f"{lost.mapped:.1%} mapped; {lost.bits:.2f} of {lost.entropy:.2f} bits lost; macro-F1 of the source labels "
            f"at most {lost.macro_f1:.3f}"
        )
    emit(as_told(report), rows, form(output, json), notes=notes)
    for warning in report.warnings:
        say(f"note: {warning}")
    say(f"wrote {out} and {out}.provenance.json")


def _matrix(path: Path) -> None:
    from api.heatmap import heatmap, heatmap_png
    from api.plain import as_json
    from api.service import Service
    from ontology.errors import BadInput
    from ontology.tables import write, write_bytes, write_text

    if path.suffix not in (".svg", ".png", ".tsv", ".json"):
        raise BadInput(f"--matrix '{path}' ends in none of .svg, .png, .tsv, .json")
    reports = Service().losses()
    if path.suffix == ".tsv":
        rows = _rows(reports)
        write(path, tuple(rows[0]), [tuple(row.values()) for row in rows])
    elif path.suffix == ".json":
        write_text(path, as_json(reports) + "\n")
    else:
        sources, targets = (list(dict.fromkeys(getattr(r, side) for r in reports)) for side in ("source", "target"))
        values = {(r.source, r.target): r.bits / r.entropy if r.entropy else 0.0 for r in reports}
        title = "share of bits lost from the set at the side to the set on top"
        if path.suffix == ".svg":
            write_text(path, heatmap(sources, targets, values, title))
        else:
            write_bytes(path, heatmap_png(sources, targets, values, title))
    say(f"wrote {len(reports)} pairs to {path}")


def _rows(reports: "Sequence[Loss]") -> list[dict[str, str]]:
    return [
        {
            "from": r.source,
            "to": r.target,
            "labels": str(r.labels),
            "mapped": f"{r.mapped:.3f}",
            "entropy": f"{r.entropy:.2f}",
            "bits lost": f"{r.bits:.2f}",
            "macro-F1 at most": f"{r.macro_f1:.3f}",
            "VAD displacement": "" if r.displacement is None else f"{r.displacement:.2f}",
        }
        for r in reports
    ]


def unify(
    corpora: Annotated[list[str], typer.Argument(help="FILE=SET, or FILE=SET=COLUMN where the column is another")],
    target: Annotated[str, typer.Option("--to", help="the label set all are brought to")],
    out: Annotated[Path, typer.Option("-o", "--output", help="where all rows go")],
    column: Annotated[str, typer.Option("--label-column", help="the column that holds the labels")] = "label",
    keep: Annotated[list[str] | None, typer.Option(help="a column to keep, such as text (repeatable)")] = None,
    separator: Annotated[str, typer.Option(help="what stands between several labels of a cell")] = "|",
) -> None:
    """Bring several corpora into one schema: each target label is present, absent, or was never asked."""
    from api.service import Service
    from api.unifying import Part
    from api.unifying import unify as unified
    from kg.terms import label_set_id_of
    from ontology.errors import BadInput

    parts = []
    for corpus in corpora:
        file, *named = corpus.split("=")
        if not 1 <= len(named) <= 2:
            raise BadInput(f"'{corpus}' is not FILE=SET or FILE=SET=COLUMN")
        parts.append(Part(Path(file), label_set_id_of(named[0]), named[1] if len(named) > 1 else column))
    goal = label_set_id_of(target)
    rows = unified(Service().world, parts, goal, out, separator=separator, keep=keep or (), tell=say)
    say(f"wrote {rows} rows of {len(parts)} corpora to {out}")


def align(
    file: Annotated[Path, typer.Argument(help="the labels of a new set, one a line")],
    name: Annotated[str, typer.Option("--id", help="what the set is to be called")] = "",
    out: Annotated[Path | None, typer.Option("-o", "--output", help="also write them as SSSOM, for review")] = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Which emotion each label of a new set most likely means, with evidence, confidence and the runner-up."""
    from api.service import MOST, Service
    from ontology.errors import BadInput
    from ontology.tables import named_text, write_text
    from vocab.align import as_sssom

    labels = [line.strip() for line in named_text(file).splitlines() if line.strip()]
    if not labels:
        raise BadInput(f"{file} holds no label")
    service = Service()
    found = [a for start in range(0, len(labels), MOST) for a in service.align(labels[start : start + MOST])]
    rows = [
        {
            "label": a.label,
            "emotion": a.emotion or "-",
            "confidence": f"{a.confidence:.2f}",
            "by": a.evidence,
            "runner-up": a.runner_up or "-",
        }
        for a in found
    ]
    emit(found, rows, form(output, json))
    if out:
        write_text(out, as_sssom(found, name or file.stem))
        say(f"wrote {len(found)} proposals to {out}; read them before they are used")


def score(
    gold: Annotated[Path, typer.Argument(help="the words expected, a row a line, with | or commas between")],
    predicted: Annotated[Path, typer.Argument(help="the words given, row by row the same")],
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Score open-vocabulary answers: words placed by the vocabulary, compared at each tier, in the tree and in VAD."""
    from api.service import Service
    from ontology.errors import BadInput
    from ontology.scoring import mean
    from ontology.tables import named_text

    rows = [[re.split(r"[|,]", line) for line in named_text(path).splitlines()] for path in (gold, predicted)]
    if len(rows[0]) != len(rows[1]) or not rows[0]:
        raise BadInput(f"{gold} has {len(rows[0])} rows and {predicted} {len(rows[1])}; they must be as many, and some")
    service = Service()
    scored = [service.score(g, p) for g, p in zip(*rows, strict=True)]
    whole = mean([one for one, _ in scored])
    lost = [(number, word.strip()) for number, (_, words) in enumerate(scored, 1) for word in words]
    named = {**{f"tier {tier}": a for tier, a in enumerate(whole.tiers, 1)}, "in the tree": whole.hierarchical}
    table = [
        {"compared": name, "precision": f"{a.precision:.3f}", "recall": f"{a.recall:.3f}", "F1": f"{a.f1:.3f}"}
        for name, a in named.items()
    ]
    apart = "none could be placed" if whole.distance is None else f"{whole.distance:.2f} on average"
    answer = {"rows": len(scored), "overall": whole, "each": [one for one, _ in scored], "unplaced": lost}
    emit(answer, table, form(output, json), notes=[f"{len(scored)} rows; VAD distance: {apart}"])
    for number, word in lost:
        say(f"row {number}: '{word}' names no known emotion and is left out")


def agree(
    map: Annotated[str, typer.Argument(help="goemotions-ekman, goemotions-sentiment or unified2018")] = "unified2018",
    differ: Annotated[bool, typer.Option("--differ", help="only where ours differs")] = False,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Maps between label sets that others have published, beside ours: where they agree, and why not where not."""
    from api.service import Service
    from ontology.published import agreement, load_published

    found = agreement(Service().world, load_published(), map)
    shown = [a for a in found if not (differ and a.agrees)]
    rows = [
        {
            "set": a.published.label_set,
            "label": a.published.label,
            "theirs": a.published.target,
            "ours": ", ".join(a.ours) or "-",
            "why": a.published.comment,
        }
        for a in shown
    ]
    agreed = sum(a.agrees for a in found)
    emit(shown, rows, form(output, json), notes=[f"{agreed} of {len(found)} labels agree with {map}"])
