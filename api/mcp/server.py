"""The protocol around the tools: names, limits, and how an error of ours looks to a model.

Over standard streams nothing but the protocol goes to stdout; the library keeps stray prints away from it.
"""

from typing import Any

import anyio
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp_types import CallToolResult, InputRequiredResult, TextContent, ToolAnnotations
from pydantic import ValidationError

from api.mcp.tools import Tools
from api.service import Service
from kg.results import serialize
from kg.terms import emotion_iri
from ontology.errors import BadInput, ToneError, Unknown
from ontology.version import __version__

ABOUT = """TONE-KG says what an emotion label means: Parrott's tree of emotions with sourced coordinates, terms and
relations, and how the labels of emotion data sets correspond.  Emotions are named by slugs such as joy; label sets by
ids such as goemotions (see label_sets).  Every answer names its source or says how sure it is: pass that on."""

READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)  # the same question gets the same answer, from what is on this machine


class ToneMCP(MCPServer[dict[str, Any]]):  # Any: what the library keeps for a connection; we keep nothing
    """Our tools; one call is answered at a time, so that a hasty host cannot fill the memory."""

    def __init__(self, service: Service) -> None:
        super().__init__("tone-kg", title="TONE-KG", instructions=ABOUT, version=__version__, log_level="ERROR")
        self._one = anyio.Lock()
        tools = Tools(service)
        for tool in tools.all:
            self.add_tool(tool, annotations=READS)
        self.resource("tone://emotion/{id}", name="emotion", title="Emotion", mime_type="text/turtle")(
            _turtle_of(service)
        )

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[dict[str, Any], Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Like the library's, but an error of ours keeps its own words and its code (``_meta.code``)."""
        try:
            await self._must_fit(name, arguments)
            async with self._one:
                return await super().call_tool(name, arguments, context)
        except ToneError as error:
            return _refusal(error)
        except ToolError as error:
            match error.__cause__:
                case ToneError() as ours:
                    return _refusal(ours)
                case ValidationError() as faults:
                    return _refusal(BadInput("; ".join(f"{_place(f['loc'])}: {f['msg']}" for f in faults.errors())))
            raise

    async def _must_fit(self, name: str, arguments: dict[str, Any]) -> None:
        """Raises BadInput for an argument that the tool does not have; the library would pass over it."""
        for tool in await self.list_tools():
            known = tool.input_schema["properties"]
            if tool.name == name and (unknown := sorted(set(arguments) - set(known))):
                raise BadInput(f"{name} has no argument '{unknown[0]}'; there are {', '.join(known)}")


def _refusal(error: ToneError) -> CallToolResult:
    # The code is no structured content: clients hold that to the schema of answers, also where there is an error.
    return CallToolResult(
        content=[TextContent(type="text", text=str(error))], is_error=True, _meta={"code": error.code}
    )


def _place(where: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in where) or "arguments"


def _turtle_of(service: Service) -> Any:  # Any: the library's decorator takes any function
    def emotion(id: str) -> str:
        """All statements about one emotion, as Turtle."""
        try:
            return serialize(service.describe(emotion_iri(service.emotion(id).id)), "turtle").decode()
        except Unknown as error:
            raise ResourceNotFoundError(str(error)) from error
        except ToneError as error:
            raise ResourceError(str(error)) from error

    return emotion
