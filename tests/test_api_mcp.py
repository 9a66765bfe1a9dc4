"""``tone mcp`` as a host meets it: the library's own client, a real process, standard streams."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp_types import CallToolResult, TextContent, Tool

T = TypeVar("T")
SETTINGS = {"TONE_EMBEDDER": "hashing", "TONE_ENGINE": "vocabulary", "PYTHONPATH": str(Path(__file__).parent.parent)}
COMMAND = StdioServerParameters(command=sys.executable, args=["-m", "api", "mcp"], env=SETTINGS)

#: Each tool with a question, and what the answer must hold.
QUESTIONS: list[tuple[str, dict[str, Any], Callable[[Any], bool]]] = [
    ("search", {"text": "over the moon"}, lambda a: a[0]["emotion"]["iri"] == "https://w3id.org/tone-kg/elation"),
    ("show", {"id": "tone:joy"}, lambda a: a["emotion"]["id"] == "joy" and all(r["source"] for r in a["ratings"])),
    ("lookup", {"text": "over the moon"}, lambda a: (a[0]["emotion"]["id"], a[0]["step"]) == ("elation", "term")),
    (
        "normalize",
        {"labels": ["furious", "xyzzy"], "target": "emonet40"},
        lambda a: a[0]["targets"][0]["label"] == "Anger" and not a[1]["known"],
    ),
    (
        "normalize",
        {"labels": ["remorse"], "source": "goemotions"},
        lambda a: (a[0]["evidence"][0]["step"], a[0]["evidence"][0]["emotion"]["id"]) == ("exact", "remorse"),
    ),
    (
        "translate",
        {"labels": ["remorse"], "source": "goemotions", "target": "isear"},
        lambda a: [s["match"] for s in a[0]["targets"][0]["chain"]] == ["exact", "broad", "exact"],
    ),
    ("label_sets", {}, lambda a: {"goemotions", "isear"} <= {s["id"] for s in a} and not a[0]["labels"]),
    ("label_sets", {"id": "isear"}, lambda a: a[0]["size"] == 7 and "guilt" in a[0]["labels"]),
    (
        "classify",
        {"texts": ["I was so angry"], "label_set": "ekman", "explain": True, "top": 2},
        lambda a: (a[0]["label"], len(a[0]["scores"]), a[0]["terms"]) == ("anger", 2, ["angry (anger)"]),
    ),
    (
        "classify",
        {"texts": ["I was so angry"], "tier": 1},
        lambda a: a[0]["scores"][0]["iri"] == "https://w3id.org/tone-kg/anger",
    ),
    ("classify", {"texts": ["I felt joy"], "labels": ["joy", "anger"]}, lambda a: a[0]["scores"][0]["iri"] is None),
    ("vad", {"texts": ["joy"]}, lambda a: a[0]["vad"]["valence"] > 0.5 and a[0]["source"]),
    ("neighbours", {"id": "fury", "limit": 2}, lambda a: len(a) == 2 and a[0]["source"] == "fury"),
    ("path", {"start": "fury", "end": "anger"}, lambda a: a[-1]["target_iri"] == "https://w3id.org/tone-kg/anger"),
]

REFUSALS: list[tuple[str, dict[str, Any], str, str]] = [
    ("show", {"id": "jov"}, "UNKNOWN_EMOTION", "no emotion 'jov'; did you mean 'joy'?"),
    ("label_sets", {"id": "isaer"}, "UNKNOWN_LABEL_SET", "no label set 'isaer'; did you mean 'isear'"),
    ("lookup", {"text": " "}, "BAD_INPUT", "the text is empty; give a word or a sentence"),
    ("lookup", {"text": "a" * 5001}, "BAD_INPUT", "text: String should have at most 5000 characters"),
    ("lookup", {"text": "joy", "k": 51}, "BAD_INPUT", "k: Input should be less than or equal to 50"),
    ("lookup", {"txt": "joy"}, "BAD_INPUT", "lookup has no argument 'txt'; there are text, k"),
    ("classify", {"texts": ["joy"] * 21, "tier": 1}, "BAD_INPUT", "texts: List should have at most 20 items"),
    ("classify", {"texts": ["joy"]}, "BAD_INPUT", "say what to choose from: a label set"),
    ("vad", {"texts": ["a strange day"]}, "BAD_INPUT", "our models of text are read from all-MiniLM-L6-v2"),
]


def _talk(ask: Callable[[Client], Awaitable[T]], mode: Any = "auto") -> T:  # Any: words and version numbers
    async def talking() -> T:
        async with Client(COMMAND, mode=mode, read_timeout_seconds=60) as client:
            return await ask(client)

    return asyncio.run(talking())


def _text(answer: CallToolResult) -> str:
    return "\n".join(block.text for block in answer.content if isinstance(block, TextContent))


@pytest.fixture(scope="module")
def tools() -> list[Tool]:
    async def listed(client: Client) -> list[Tool]:
        return (await client.list_tools()).tools

    return _talk(listed, "legacy")  # the handshake by initialize, which most hosts still begin with


def test_every_tool_only_reads_and_says_what_it_answers(tools: list[Tool]) -> None:
    assert {t.name for t in tools} == {name for name, *_ in QUESTIONS}
    for tool in tools:
        hints = tool.annotations
        assert hints is not None
        assert (hints.read_only_hint, hints.idempotent_hint, hints.destructive_hint) == (True, True, False)
        assert tool.description
        assert tool.output_schema is not None


def test_every_argument_of_a_tool_is_bounded(tools: list[Tool]) -> None:
    bounds = {"string": "maxLength", "array": "maxItems", "integer": "maximum", "boolean": "type", "null": "type"}

    def unbounded(schema: dict[str, Any], at: str) -> list[str]:
        branches = schema.get("anyOf", [schema])
        here = [at for b in branches if bounds[b["type"]] not in b]
        return here + [f for b in branches if "items" in b for f in unbounded(b["items"], f"{at}[]")]

    found = [
        f for t in tools for name, schema in t.input_schema["properties"].items()
        for f in unbounded(schema, f"{t.name}.{name}")
    ]  # fmt: skip
    assert found == []


@dataclass(frozen=True)
class _Heard:
    answers: list[CallToolResult]
    refusals: list[CallToolResult]
    at_once: list[CallToolResult]
    turtle: str
    no_resource: str


@pytest.fixture(scope="module")
def heard() -> _Heard:
    """One conversation in which everything is asked."""

    async def asking(client: Client) -> _Heard:
        with pytest.raises(MCPError) as refused:
            await client.read_resource("tone://emotion/aew")
        return _Heard(
            answers=[await client.call_tool(name, arguments) for name, arguments, _ in QUESTIONS],
            refusals=[await client.call_tool(name, arguments) for name, arguments, *_ in REFUSALS],
            at_once=await asyncio.gather(*(client.call_tool("show", {"id": id}) for id in ["fury", "joy"] * 10)),
            turtle=getattr((await client.read_resource("tone://emotion/awe")).contents[0], "text", ""),
            no_resource=str(refused.value),
        )

    return _talk(asking)


def test_each_tool_answers_with_structure_names_and_evidence(heard: _Heard) -> None:
    for (name, arguments, holds), answer in zip(QUESTIONS, heard.answers, strict=True):
        assert not answer.is_error, (name, _text(answer))
        content = answer.structured_content
        assert holds(content.get("result", content)), (name, arguments, content)
        assert "https://w3id.org/tone-kg/" in _text(answer) or name in {"classify", "vad"}


def test_wrong_input_is_a_tool_error_in_our_own_words_with_its_code(heard: _Heard) -> None:
    for (name, arguments, code, text), answer in zip(REFUSALS, heard.refusals, strict=True):
        assert answer.is_error, (name, arguments)
        assert _text(answer).startswith(text), name
        assert answer.meta is not None
        assert answer.meta["code"] == code
        assert "Traceback" not in _text(answer)


def test_questions_that_come_at_once_are_all_answered(heard: _Heard) -> None:
    found = [answer.structured_content["emotion"]["id"] for answer in heard.at_once]
    assert found == ["fury", "joy"] * 10


def test_an_emotion_can_be_read_as_turtle_and_one_that_is_none_is_named(heard: _Heard) -> None:
    assert 'skos:prefLabel "awe"@en' in heard.turtle
    assert heard.no_resource == "no emotion 'aew'; did you mean 'awe'?"


def test_nothing_but_the_protocol_goes_to_stdout() -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "0"}}
    call = {"name": "classify", "arguments": {"texts": ["I felt joy"], "label_set": "ekman"}}
    said = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call},
    ]
    command = [sys.executable, "-m", "api", "mcp"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={**os.environ, **SETTINGS}) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        process.stdin.write("".join(json.dumps(message) + "\n" for message in said))
        process.stdin.flush()
        heard = [json.loads(process.stdout.readline()) for _ in range(2)]
        rest, talk = process.communicate(timeout=60)
    assert [message["id"] for message in heard] == [1, 2]
    assert heard[1]["result"]["structuredContent"]["result"][0]["label"] == "joy"
    assert (rest, talk, process.returncode) == ("", "", 0)


def test_without_its_library_the_command_says_which_extra_it_needs() -> None:
    code = "import sys; sys.modules['mcp'] = None; sys.argv = ['tone', 'mcp']; from api.__main__ import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "tone: tone mcp needs: pip install 'tone-kg[mcp]'\n"
