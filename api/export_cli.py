"""``tone export``: the whole graph in files for other tools."""

from pathlib import Path
from typing import Annotated

import typer

from api.output import say


def export(
    form: Annotated[str, typer.Argument(help="graphml, gexf, cypher, neo4j-csv, jsonld or parquet")],
    where: Annotated[Path, typer.Option("-o", "--output", help="the file to write; a folder for neo4j-csv, parquet")],
    core: Annotated[bool, typer.Option("--core", help="Parrott's emotions alone, without labels and terms")] = False,
) -> None:
    """Write the graph for other tools; twice gives the same bytes."""
    from api.service import Service

    written = Service().export(form, where, core=core)
    say(f"wrote {where}" if written == (where,) else f"wrote {len(written)} files to {where}")
