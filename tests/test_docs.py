"""What the README shows is what one gets: every command in it is run and its output compared."""

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from api.service import Service
from api.settings import Settings
from ontology.review import precision
from ontology.world import load_reviews

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def _shown() -> list[tuple[str, str]]:
    """(command, output) for every ``$ command`` of the console blocks."""
    found = []
    for block in _blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.rstrip()))
    return found


@pytest.mark.parametrize(("command", "output"), _shown(), ids=[command[:60] for command, _ in _shown()])
def test_a_command_of_the_readme_prints_what_stands_there(command: str, output: str, server_url: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    run = command.replace("http://localhost:8000", server_url)
    done = subprocess.run(
        ["bash", "-c", run], capture_output=True, text=True, env={**os.environ, "PATH": path}, check=False
    )
    lines = [line.rstrip() for line in (done.stdout + "\n" + done.stderr).splitlines()]
    assert "\n".join(lines).strip("\n") == output.rstrip()


ONTOLOGY_PAGE = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("query", re.findall(r"```sparql\n(.*?)```", ONTOLOGY_PAGE, flags=re.DOTALL))
def test_a_query_of_the_ontology_page_finds_something(query: str, service: Service) -> None:
    assert service.sparql(query).rows


def test_the_precision_in_the_ontology_page_is_the_one_measured() -> None:
    for p in precision(load_reviews()):
        low, high = (f"{x:.2f}".lstrip("0") for x in p.interval)
        figures = f"| {p.reviewed} | {p.accepted} | {p.share:.2f} ({low} … {high}) |".replace("0.", ".")
        assert f"| {p.predicate.replace('_', ' ')} | {p.method} |" in ONTOLOGY_PAGE
        assert figures in ONTOLOGY_PAGE


def test_each_of_the_four_uses_is_shown_in_the_first_screen() -> None:
    screen = "\n".join(README.splitlines()[:55])
    for use in ("Ask in GraphQL", "Harmonize labels", "Explore in SPARQL", "Classify text"):
        assert use in screen


def test_the_python_of_the_readme_runs() -> None:
    (code,) = _blocks("python")
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  # our own text


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)\b", README)):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_a_setting_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`(TONE_[A-Z_]+)`", README))  # all of them stand in docs/operations.md
    assert named <= {f"TONE_{field.name.upper()}" for field in fields(Settings)}


def test_the_versions_agree() -> None:
    from ontology.version import RELEASED, __version__

    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"date-released: {RELEASED}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## {__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
