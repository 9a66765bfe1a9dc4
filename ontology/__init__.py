"""The emotions themselves: values, tables, laws and the algebra of labels.

This layer knows no graph, no model and no web.  It imports nothing but the standard library.
"""

from ontology.emotion import Emotion, Kind, Module, Tier
from ontology.errors import ToneError
from ontology.labels import Label, LabelSet
from ontology.mapping import Mapping, Match
from ontology.vad import VAD, Rating
from ontology.world import Ontology, load

__all__ = [
    "VAD",
    "Emotion",
    "Kind",
    "Label",
    "LabelSet",
    "Mapping",
    "Match",
    "Module",
    "Ontology",
    "Rating",
    "Tier",
    "ToneError",
    "load",
]
