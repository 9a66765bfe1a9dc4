"""What operators read and install says what is so: the page on operations, the container, the systemd unit."""

import configparser
import logging
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import fields
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from prometheus_client.metrics import MetricWrapperBase

from api import logs, metrics
from api.serving import GRACE
from api.settings import Settings

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
KNOWN = {f"TONE_{field.name.upper()}" for field in fields(Settings)}


def _section(title: str) -> list[list[str]]:
    """The cells of the rows of the table under a heading."""
    text = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row] for row in rows[1:]]


# -- the page ------------------------------------------------------------------------------------------


def test_the_table_of_settings_is_what_the_code_says() -> None:
    source = (ROOT / "api" / "settings.py").read_text(encoding="utf-8")
    said = {name: text.replace("``", "`") for name, text in re.findall(r"#: ``(TONE_\w+)``: (.*)\.\n", source)}
    rows = [[f"`{(name := f'TONE_{f.name.upper()}')}`", f"`{f.default}`" if f.default != "" else "empty", said[name]]
            for f in fields(Settings)]  # fmt: skip
    assert _section("Settings") == rows, "\n".join(f"| {' | '.join(row)} |" for row in rows)


def test_the_table_of_numbers_is_what_the_code_counts() -> None:
    ours = [m for m in vars(metrics).values() if isinstance(m, MetricWrapperBase)]
    rows = []
    for metric in ours:
        (family,) = metric.describe()
        name = f"{family.name}_total" if family.type == "counter" else family.name
        labels = ", ".join(f"`{label}`" for label in metric._labelnames)  # nothing public tells
        rows.append([f"`{name}`", labels, family.documentation])
    (family,) = metrics.Graph("x").collect()
    rows.append([f"`{family.name}`", "`version`", family.documentation])
    assert _section("Numbers") == rows, "\n".join(f"| {' | '.join(row)} |" for row in rows)


def test_the_table_of_log_fields_names_all_of_a_line(caplog: pytest.LogCaptureFixture) -> None:
    named = set(re.findall(r"`(\w+)`", " ".join(row[0] for row in _section("Log"))))
    token = logs.REQUEST.set("x")
    with caplog.at_level(logging.INFO, "tone"):
        logs.request_done("GET", "term", 200, 0.1, "192.0.2.1", 7)
    line = logs.JsonLines().format(caplog.records[0])
    logs.REQUEST.reset(token)
    assert named == {*re.findall(r'"(\w+)": ', line), "path", "error", "graph"}


def test_every_file_that_the_page_points_to_is_there() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert targets
    for target in targets:
        assert (ROOT / "docs" / target).exists(), target


# -- the container -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "tone.service"])
def test_a_setting_that_a_file_names_exists(name: str) -> None:
    named = set(re.findall(r"\bTONE_[A-Z_]+\b", (DEPLOY / name).read_text(encoding="utf-8"))) - {"TONE_NAME"}
    assert named
    assert named <= KNOWN


def _copied() -> list[str]:
    lines = re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, flags=re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


def test_what_is_copied_into_the_image_is_there_and_not_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    assert ignored[1] == "*"
    for source in _copied():
        assert (ROOT / source).exists(), source
        assert any(fnmatch(source, pattern) for pattern in let_in), source
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert {*wheel["wheel"]["packages"], *PROJECT["license-files"], PROJECT["readme"]} <= set(_copied())


def test_what_is_installed_in_the_image_is_pinned_and_what_is_left_out_is_not_needed() -> None:
    found = re.search(r"^ARG WITHOUT=(.*)$", DOCKERFILE, flags=re.MULTILINE)
    assert found
    without, locked = set(found[1].split("|")), _names("requirements.txt")
    extras = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *(line for extra in ("server", "nlp", "onnx") for line in extras[extra])]
    needed = {_plain(Requirement(line).name) for line in asked}
    assert needed <= locked - without
    assert without - {"triton"} <= locked  # which torch brings only where it is built for a graphics card
    resolved = {_plain(Requirement(line).name) for line in extras["otel"]} | {"build", "hatchling"}
    assert "tone-kg[server,nlp,otel]" in DOCKERFILE
    assert resolved <= locked | _names("requirements-test.txt")


def _names(file: str) -> set[str]:
    return {_plain(Requirement(line).name) for line in (ROOT / file).read_text(encoding="utf-8").splitlines()}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_image_runs_as_nobody_in_particular_and_without_what_builds() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, flags=re.MULTILINE)
    assert "pip uninstall" in last
    assert not re.search(r"apt-get|gcc|pip install", last)
    for stage in re.findall(r"^FROM (\S+)", DOCKERFILE, flags=re.MULTILINE):
        assert stage == "python:3.11-slim"
    assert PROJECT["requires-python"] == ">=3.11"


def test_the_health_check_of_the_image_tells_the_living_from_the_dead(server_url: str) -> None:
    found = re.search(r'CMD \["python", "-c", "(.*)"\]', DOCKERFILE)
    assert found
    for port, code in ((server_url.rpartition(":")[2], 0), ("9", 1)):
        done = subprocess.run(
            [sys.executable, "-c", found[1]], env={**os.environ, "TONE_PORT": port}, capture_output=True, check=False
        )
        assert done.returncode == code


def test_the_compose_file_gives_the_container_nothing_it_does_not_need() -> None:
    (service,) = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"].values()
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert [mount.partition(":")[0] for mount in service["tmpfs"]] == ["/tmp"]  # noqa: S108  # inside
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
    assert int(service["stop_grace_period"].removesuffix("s")) > GRACE


# -- the unit ------------------------------------------------------------------------------------------


def _unit() -> configparser.SectionProxy:
    unit = configparser.ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their capitals
    unit.read(DEPLOY / "tone.service")
    return unit["Service"]


def test_the_unit_stops_politely_and_reloads_by_hangup() -> None:
    unit = _unit()
    assert unit["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert (unit["KillSignal"], unit["KillMode"]) == ("SIGTERM", "mixed")
    assert int(unit["TimeoutStopSec"]) > GRACE
    assert (unit["Restart"], unit["RestartPreventExitStatus"]) == ("on-failure", "2")
    for name, value in {
        "DynamicUser": "yes",
        "ProtectSystem": "strict",
        "PrivateTmp": "yes",
        "NoNewPrivileges": "yes",
    }.items():
        assert unit[name] == value


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "tone.service"
    text = (DEPLOY / "tone.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/tone/bin/tone", "/bin/true"), encoding="utf-8")  # which is not installed here
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
