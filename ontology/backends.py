"""Backends by name: each is one module with an ``open(where)``, imported only when it is asked for."""

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

from ontology.errors import MissingExtra, Unknown

#: name -> (module, the extra that installs what it needs; "" where the core has it)
Registry = Mapping[str, tuple[str, str]]
OURS = {"ontology", "kg", "vocab", "api"}


def backend(registry: Registry, name: str, unknown: type[Unknown]) -> ModuleType:
    """The module of a backend.

    Raises:
        Unknown: (of the class given) no such backend; names those there are.
        MissingExtra: its packages are not installed.  Our own broken import is not taken for that.
    """
    if name not in registry:
        raise unknown(name, registry)
    module, extra = registry[name]
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.split(".")[0] in OURS:
            raise
        raise MissingExtra(f"{unknown.noun} '{name}'", extra or "all") from None
