"""The same in SPARQL: for each GraphQL type whose content stands in the graph, the query that says it.

A query lies in ``queries/``; its columns have the names of the GraphQL fields.  ``tests/test_equal.py``
puts one question to both languages and to the Python service, and wants one answer.
"""

import re
from dataclasses import dataclass

from kg.ask import text_of


@dataclass(frozen=True, slots=True)
class Said:
    """A query by its name, and the variables that one binds to ask it; those after a ``/`` may be left open."""

    query: str
    given: str


#: GraphQL type, or field of a type, or field of the query -> what says the same.
SAID: dict[str, Said] = {
    "Emotion": Said("emotion", "?emotion"),
    "Emotion.parent": Said("parent", "?emotion"),
    "Emotion.ancestors": Said("lineage", "?emotion"),
    "Emotion.children": Said("children", "?emotion"),
    "VAD": Said("vad", "?emotion"),
    "Rating": Said("ratings", "?emotion"),
    "Relation": Said("relations", "?emotion"),
    "Blend": Said("blends", "?emotion"),
    "Name": Said("names", "?emotion"),
    "Facet": Said("facet", "?facet"),
    "FacetLink": Said("facet-links", "?emotion"),
    "Alignment": Said("alignments", "?emotion"),
    "Hop": Said("neighbours", "?emotion"),
    "Term": Said("terms", '?text, as in "furious"@en, or ?emotion ?partOfSpeech ?register ?role ?status ?containing'),
    "Membership": Said("memberships", '?text, as in "furious"@en'),
    "TermRating": Said("term-ratings", "?term"),
    "LabelSet": Said("label-set", "?labelSet"),
    "LabelSet.labels": Said("set-labels", "?labelSet"),
    "Label": Said("label", "?id"),
    "Label.aliases": Said("aliases", "?id"),
    "Mapping": Said("mappings", "?labelSet, ?label, ?emotion or ?wanted, a match"),
    "ObservedTransition": Said("observed", "?corpus, or ?before too"),
    "TraitEffect": Said("trait-effects", "?corpus, or ?status too"),
}

#: Queries too long to be shown in a description; they are named there.
LONGEST = 420


def with_sparql(description: str, what: str) -> str:
    """A description with the query that says the same behind it, or its name where it is long."""
    said = SAID[what]
    bare = "\n".join(line for line in text_of(said.query).splitlines() if not line.startswith(("PREFIX", "#")))
    query = re.sub(r"\s+", " ", bare.replace("#VALUES", "")).strip()
    where = f"`kg/queries/{said.query}.rq`"
    shown = f"`{query}`" if len(query) <= LONGEST else where
    return f"{description}\n\nIn SPARQL, with {said.given} given: {shown}"


def computed(description: str) -> str:
    """A description of what is made when it is asked for."""
    return f"{description}\n\nComputed when asked; it does not stand in the graph."
