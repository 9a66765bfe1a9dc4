"""Answers as plain lists, dicts and scalars, for JSON on every face but GraphQL."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from ontology.harmonize import Target
from ontology.labels import Label
from ontology.mapping import Match


def plain(value: object) -> Any:  # Any: the shape of JSON is recursive
    """The value in JSON's terms; enums become their words, numbers keep six decimals.

    >>> from ontology.vad import VAD
    >>> plain(VAD(0.5, 0.25, 0.0))
    {'valence': 0.5, 'arousal': 0.25, 'dominance': 0.0}
    >>> plain(Match.CLOSE)
    'close'
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return round(value, 6)
        case Match():
            return value.name.lower()
        case Enum():
            return plain(value.value)
        case Label():
            return {"id": value.id, "label": value.label, **({"code": value.code} if value.code else {})}
        case Target():
            return {
                **plain(value.label),
                "match": plain(value.match),
                "confidence": plain(value.confidence),
                "chain": plain(value.chain),
            }
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case tuple() | list():
            return [plain(item) for item in value]
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if not f.name.startswith("_")}
    if hasattr(value, "tolist"):  # a number or array of numpy
        return plain(value.tolist())
    raise TypeError(f"{type(value).__name__} has no plain form")


def as_json(value: object) -> str:
    """Indented JSON, the same bytes for the same answer."""
    return json.dumps(plain(value), indent=2, ensure_ascii=False)
