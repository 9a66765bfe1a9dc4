"""Options that every command has, and what they come to."""

from typing import Annotated

import typer

from api.output import Format

As = Annotated[Format, typer.Option("--output", "-O", help="table, json or csv")]
Json = Annotated[bool, typer.Option("--json", help="the same as --output json")]


def form(output: Format, json: bool) -> Format:
    """How to print, given both options."""
    return Format.JSON if json else output
