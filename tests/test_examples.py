"""Every example runs against a real server, and prints what it promises."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import httpx
import pytest

from api.mcp.tools import Tools
from api.service import Service
from api.settings import Settings

EXAMPLES = Path(__file__).parent.parent / "examples"
#: The most pleasant emotions of the shipped tables.
PLEASANT = ["optimism", "euphoria", "love"]


def _run(*command: str) -> list[str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def _file(name: str) -> str:
    return str(EXAMPLES / name)


def test_the_examples_for_curl_print_answers(server_url: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    said = "\n".join(_run("sh", _file("curl.sh"), server_url))
    assert '"label":"remorse","targets":[{"label":{"label":"shame"},"match":"BROAD"' in said
    assert re.findall(r'^\{(?:"id": 7, )?"label": "(\w+)"', said, flags=re.MULTILINE) == ["anger", "joy"]
    assert '"nearest":[{"emotion":{"id":"' in said
    assert re.findall(r"^https://w3id.org/tone-kg/(\w+),0\.\d+", said, flags=re.MULTILINE) == PLEASANT
    assert '"joy"@en' in said
    assert said.endswith("text/html; charset=utf-8")


def test_the_example_for_fetch_prints_answers(server_url: str) -> None:
    said = _run("node", _file("fetch.mjs"), server_url)
    assert said[0] == "remorse -> shame (broad, 0.81)"
    assert said[3:5] == ["classified as anger", "classified as joy"]
    assert said[5].startswith("valence 0.")
    assert [line.split()[0] for line in said[7:10]] == [f"https://w3id.org/tone-kg/{id}" for id in PLEASANT]
    assert said[10:] == [
        "/joy as text/turtle; charset=utf-8 true",
        "/joy as text/html; charset=utf-8 true",
        "UNKNOWN_EMOTION: no emotion 'jov'; did you mean 'joy'?",
    ]


def test_the_python_examples_print_the_same_answers_as_fetch(server_url: str) -> None:
    said = _run(sys.executable, _file("sync.py"), server_url)
    assert said[0] == "remorse -> shame (broad, 0.81)"
    assert said[3:5] == ["classified as anger", "classified as joy"]
    assert said[-2] == "True that there are more than 100 lines of Turtle"
    assert said[-1] == "UNKNOWN_EMOTION: no emotion 'jov'; did you mean 'joy'?"
    if shutil.which("node"):
        other = _run("node", _file("fetch.mjs"), server_url)
        assert said[:10] == other[:10]


def test_the_asyncio_example_prints_answers(server_url: str) -> None:
    said = _run(sys.executable, _file("at_once.py"), server_url)
    assert [line.partition(",")[0] for line in said[:3]] == [
        "furious: fury", "over the moon: elation", "grief: grief"
    ]  # fmt: skip
    assert said[3].startswith("['")


def _requests() -> list[tuple[str, str, str, dict[str, str], str]]:
    """(title, method, path, headers, body) of every request of the collection."""
    found = []
    for part in re.split(r"^### ", (EXAMPLES / "tone.http").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = part.strip().partition("\n\n")
        title, request, *headers = head.splitlines()
        method, address = request.split(" ", 1)
        pairs = dict(line.split(": ", 1) for line in headers)
        found.append((title, method, address.removeprefix("{{tone}}"), pairs, body))
    return found


#: What the answer to each request holds, in their order.
HELD = [
    '"match":"BROAD"',
    '"id": 7, "label": "joy"',
    '"valence"',
    "https://w3id.org/tone-kg/euphoria",
    '"joy"@en',
    "<h1>joy</h1>",
]


def test_every_request_of_the_collection_is_answered(server_url: str) -> None:
    requests = _requests()
    with httpx.Client(base_url=server_url, timeout=60) as client:
        for (title, method, path, headers, body), held in zip(requests, HELD, strict=True):
            answer = client.request(method, path, headers=headers, content=body or None)
            assert answer.status_code == 200, (title, answer.text)
            assert held in answer.text, title
            assert answer.headers["content-type"].startswith(headers.get("Accept", "application/"))


CLIENTS_PAGE = (EXAMPLES.parent / "docs" / "clients.md").read_text(encoding="utf-8")


def test_the_python_of_the_clients_page_prints_what_stands_there(server_url: str) -> None:
    code, printed = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", CLIENTS_PAGE, flags=re.DOTALL)[0]
    assert _run(sys.executable, "-c", code.replace("http://localhost:8000", server_url)) == printed.splitlines()


def test_the_tools_and_files_that_the_clients_page_names_are_those_there_are() -> None:
    (hosts,) = re.findall(r"```json\n(.*?)```", CLIENTS_PAGE, flags=re.DOTALL)
    server = json.loads(hosts)["mcpServers"]["tone"]
    assert (server["command"], server["args"]) == ("tone", ["mcp"])
    assert set(server["env"]) <= {f"TONE_{f.name.upper()}" for f in fields(Settings)}
    (named,) = re.findall(r"Context Protocol: (.*?)\. They only read", CLIENTS_PAGE)
    assert re.split(", | and ", named) == [tool.__name__ for tool in Tools(Service(Settings())).all]
    assert set(re.findall(r"\.\./examples/([\w.]+)", CLIENTS_PAGE)) == {
        p.name for p in EXAMPLES.iterdir() if p.is_file()
    }
