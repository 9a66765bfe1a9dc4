"""A typed client of a TONE-KG service, sync and async: frozen values out, errors with the server's code.

>>> from api.client import Client
>>> with Client("http://localhost:8000") as tone:  # doctest: +SKIP
...     tone.emotion("joy").vad.valence
0.76
"""

from ontology.errors import MissingExtra

try:
    import httpx  # noqa: F401  # looked for here, so that the parts may take it for granted
except ModuleNotFoundError as error:
    if error.name != "httpx":
        raise
    raise MissingExtra("api.client", "client") from None

from api.client.answers import (
    Classified,
    Emotion,
    Evidence,
    Hit,
    Hop,
    Label,
    Normalized,
    PlacedText,
    State,
    Step,
    Target,
    Transition,
    Translated,
)
from api.client.errors import Refused, Unreachable
from api.client.http import AsyncClient, Client
from api.client.queries import QUERIES

__all__ = [
    "QUERIES",
    "AsyncClient",
    "Classified",
    "Client",
    "Emotion",
    "Evidence",
    "Hit",
    "Hop",
    "Label",
    "Normalized",
    "PlacedText",
    "Refused",
    "State",
    "Step",
    "Target",
    "Transition",
    "Translated",
    "Unreachable",
]
