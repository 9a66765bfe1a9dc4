"""Everything that can be set from outside, read from the environment once.

Each variable begins with ``TONE_``; a command-line option of the same name wins over it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ontology.errors import BadInput


@dataclass(frozen=True, slots=True)
class Settings:
    """One field per variable: ``store_path`` is ``TONE_STORE_PATH``, and so on."""

    #: ``TONE_HOST``: the address to listen on.
    host: str = "127.0.0.1"
    #: ``TONE_PORT``: the port to listen on.
    port: int = 8000
    #: ``TONE_STORE``: the graph store, memory or oxigraph.
    store: str = "oxigraph"
    #: ``TONE_STORE_PATH``: a folder for a store on disk; empty keeps it in memory.
    store_path: str = ""
    #: ``TONE_EMBEDDER``: sentence, onnx or hashing.
    embedder: str = "sentence"
    #: ``TONE_MODEL``: a model name or folder; empty is the model of the installed wheel.
    model: str = ""
    #: ``TONE_ENGINE``: what classifies unless a question says otherwise: transfer, vocabulary or fast.
    engine: str = "transfer"
    #: ``TONE_NORMS``: a file of VAD ratings of yours (NRC-VAD, Warriner, ANEW …), which then come first.
    norms: str = ""
    #: ``TONE_TOKEN``: what a request must carry to change anything; empty makes the service read-only.
    token: str = field(default="", repr=False)
    #: ``TONE_CANDIDATES``: the table of ``tone vocab propose`` that reviewers work through over GraphQL.
    candidates: str = ""
    #: ``TONE_DECISIONS``: where their decisions are kept.
    decisions: str = ""

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings of an environment; what is not set keeps its default.

        Raises:
            BadInput: a value that cannot be read, or a ``TONE_`` variable that does not exist.
        """
        given = {
            name.removeprefix("TONE_").lower(): value
            for name, value in environment.items()
            if name.startswith("TONE_") and name not in FOREIGN
        }
        known = cls.__dataclass_fields__
        for name in given:
            if name not in known:
                raise BadInput(
                    f"no setting TONE_{name.upper()}; there are "
                    + ", ".join(sorted(f"TONE_{field.upper()}" for field in known))
                )
        port = given.pop("port", "")
        if port and not (port.isdigit() and int(port) < 65536):
            raise BadInput(f"TONE_PORT '{port}' is not a port number")
        return cls(**given, **({"port": int(port)} if port else {}))  # type: ignore[arg-type]  # ports are cast

    def but(self, **options: str | int | None) -> "Settings":
        """These settings with the options that were given in place of theirs."""
        return replace(self, **{name: value for name, value in options.items() if value is not None})  # type: ignore[arg-type]  # names are checked by replace


#: Variables of the prefix that other parts read: tests against a user's own server, the workshop's WordNet, and the
#: caps of files that are read (``ontology.foreign``), which hold below every face.
FOREIGN = frozenset({"TONE_NEO4J_URI", "TONE_WORDNET", "TONE_FILE_MB", "TONE_ROWS_MB"})
