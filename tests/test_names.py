"""The project as a stranger installs it: its own names, a wheel that works from anywhere."""

import subprocess
import sys
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("package", ["ontology", "kg", "vocab", "api"])
def test_a_package_name_is_ours_alone(package: str) -> None:
    assert packages_distributions().get(package, ["tone-kg"]) == ["tone-kg"]


@pytest.mark.slow
def test_a_wheel_installed_elsewhere_answers_from_another_directory(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", system_site_packages=False, with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    unpack = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "-q", str(wheel)]
    subprocess.run(unpack, check=True, capture_output=True)
    found = subprocess.run(
        [str(python), "-c", "from ontology import load; print(len(load()), load()['awe'].parent)"],
        cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert found.stdout == "191 surprise\n"
    names = zipfile.ZipFile(wheel).namelist()
    for part in SHIPPED:
        assert any(name.endswith(part) for name in names), part
    assert not [name for name in names if name.startswith(("tests/", "bench/"))]


SHIPPED = (
    "owl/tone.ttl",
    "owl/schema.ttl",
    "api/web/templates/start.html",
    "api/web/vendor/graphiql.min.js",
    "api/schema.graphql",
    "api/client/queries.graphql",
    "owl/shapes.ttl",
    "kg/queries/children.rq",
    "kg/rules/E701-missing-label.rq",
    "kg/competency/01-which-are-the-primary-emotions.tsv",
    "ontology/data/alignments/mfoem.sssom.tsv",
    "ontology/data/mappings/isear.sssom.tsv",
    "vocab/data/lexicon.tsv",
    "api/py.typed",
    "licenses/LICENSE-DATA",
)


@pytest.mark.parametrize("package", ["ontology", "kg", "vocab", "api"])
def test_every_module_says_what_it_is_for(package: str) -> None:
    for path in (ROOT / package).rglob("*.py"):
        assert path.read_text(encoding="utf-8").startswith('"""'), path
