"""``tone mcp``: the tools for language models, over standard streams."""

from ontology.errors import MissingExtra


def mcp() -> None:
    """Offer search, show, translate, classify and more to a language model (MCP over standard streams)."""
    try:
        from api.mcp.server import ToneMCP
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in {"mcp", "mcp_types", "pydantic", "anyio"}:  # or an older one
            raise MissingExtra("tone mcp", "mcp") from None
        raise
    from api.service import Service

    ToneMCP(Service()).run("stdio")
