"""``tone recall``: which of your texts come to mind for a query, by meaning and by feeling."""

from pathlib import Path
from typing import Annotated

import typer

from api.options import As, Json, form
from api.output import Format, emit, number


def recall(
    query: Annotated[str, typer.Argument(help="what comes up now")],
    input: Annotated[
        Path, typer.Option("--input", help="the texts: .txt (a text a line), .csv, .tsv, .jsonl, .parquet")
    ],
    column: Annotated[str, typer.Option("--text-column", help="the column that holds the texts")] = "text",
    k: Annotated[int, typer.Option("-k", help="how many texts at most")] = 5,
    strategy: Annotated[
        str, typer.Option(help="combined (one weighted sum) or sequential (meaning first)")
    ] = "combined",
    weight: Annotated[float, typer.Option(help="what feeling weighs in the combined strategy, 0 to 1")] = 0.3,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """The texts of a file that are nearest to a query in meaning and in affective space, with both figures."""
    from api.classify_file import texts_of
    from api.service import Service

    found = Service().recall(query, list(texts_of(input, column)), k, strategy=strategy, weight=weight)
    rows = [
        {
            "text": r.text if len(r.text) <= 80 else r.text[:79] + "…",
            "score": number(r.score),
            "meaning": number(r.meaning),
            "affect": number(r.affect),
        }
        for r in found
    ]
    emit(found, rows, form(output, json))
