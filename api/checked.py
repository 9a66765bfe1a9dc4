"""Whether a server can serve what its settings say: found out before it answers anybody, and said in one line."""

from ipaddress import ip_network
from pathlib import Path

from api.service import Service
from api.settings import Settings
from kg.store import REMOTE, STORES
from ontology.errors import BadInput, Unknown, UnknownEmbedder, UnknownEngine, UnknownStore
from vocab.embedder import EMBEDDERS
from vocab.engine import ENGINES
from vocab.workshop.decisions import read_candidates, read_decisions


def names(settings: Settings) -> None:
    """What can be told from the settings alone.

    Raises:
        UnknownStore, UnknownEmbedder, UnknownEngine, BadInput: which setting, and what would do.
    """
    chosen: list[tuple[str, dict[str, tuple[str, str]], type[Unknown]]] = [
        (settings.store, STORES, UnknownStore),
        (settings.embedder, EMBEDDERS, UnknownEmbedder),
        (settings.engine, ENGINES, UnknownEngine),
    ]
    for name, known, unknown in chosen:
        if name not in known:
            raise unknown(name, known)
    if not all(33 <= ord(letter) <= 126 for letter in settings.token):
        raise BadInput("TONE_TOKEN holds a blank or a letter that no header carries; use A-Z, a-z, 0-9, - and _")
    for proxy in filter(None, settings.proxies.split(",")):
        _check_address(proxy.strip())
    if settings.store_path and settings.workers > 1:
        raise BadInput("TONE_STORE_PATH is a store for one process; set no TONE_STORE_PATH, or TONE_WORKERS=1")
    if settings.data and not Path(settings.data).is_dir():
        raise BadInput(f"TONE_DATA '{settings.data}' is no folder")
    if settings.decisions and not Path(settings.decisions).parent.is_dir():
        raise BadInput(f"TONE_DECISIONS '{settings.decisions}' is in no folder that is there")
    if settings.sparql_store and settings.sparql_store not in set(STORES) - REMOTE:
        own = ", ".join(sorted(set(STORES) - REMOTE))
        raise BadInput(f"TONE_SPARQL_STORE '{settings.sparql_store}' is no store of this process; there are {own}")
    for name in ("norms", "candidates", "graphs", "documents"):
        if (path := getattr(settings, name)) and not Path(path).is_file():
            raise BadInput(f"TONE_{name.upper()} '{path}' is no file")


def parts(service: Service) -> None:
    """What the operator chose beside the shipped parts, opened or read now.

    Raises:
        ToneError: a file is not what it should be, or the model is not there.
    """
    settings = service.settings
    if settings.norms:
        service.reader  # noqa: B018  # opening it is the point
    if settings.model:
        service.embedder  # noqa: B018
    if settings.candidates:
        read_candidates(Path(settings.candidates))
    if settings.decisions and Path(settings.decisions).exists():
        read_decisions(service.world, Path(settings.decisions))


def _check_address(proxy: str) -> None:
    if proxy == "*":
        return
    try:
        ip_network(proxy, strict=False)
    except ValueError:
        raise BadInput(f"TONE_PROXIES '{proxy}' is no address or network, such as 127.0.0.1 or 10.0.0.0/8") from None
