"""The spaCy component ``tone``: ``nlp.add_pipe("tone")`` puts terms of emotion into ``doc.spans["tone"]``.

Each span has the emotion's id as its label and its IRI as its knowledge-base id, and under ``span._``:
``tone_tiers`` (ids from the top of the tree down), ``tone_vad`` (three numbers, -1 … 1, or None),
``tone_role`` and ``tone_negated``.  A pipeline with the component can be saved and loaded; the lexicon
it was saved with comes along.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from ontology.errors import BadInput
from ontology.taxonomy import lineage
from ontology.world import load, prefixes
from vocab.lexicon import Lexicon, Role, compiled, from_compiled, load_lexicon
from vocab.spot import spot

GROUP = "tone"
ATTRIBUTES = ("tone_tiers", "tone_vad", "tone_role", "tone_negated")


class ToneComponent:
    """Marks terms of a lexicon in documents; negated ones are kept and marked."""

    def __init__(self, lexicon: Lexicon, roles: Sequence[str]) -> None:
        self.lexicon, self.roles = lexicon, _roles(roles)
        self._base = prefixes()["tone"]
        for name in ATTRIBUTES:
            if not Span.has_extension(name):
                Span.set_extension(name, default=None)

    def __call__(self, doc: Doc) -> Doc:
        world = load()
        spans = []
        for found in spot(doc, self.lexicon, roles=self.roles):
            id = found.term.emotion
            span = Span(doc, found.start, found.end, label=id, kb_id=f"{self._base}{id}")
            span._.tone_tiers = tuple(reversed([e.id for e in lineage(world, id)]))
            span._.tone_vad = tuple(found.term.vad) if found.term.vad else None
            span._.tone_role = found.term.role.value
            span._.tone_negated = found.negated
            spans.append(span)
        doc.spans[GROUP] = spans
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The component with its lexicon."""
        state = {"roles": sorted(role.value for role in self.roles), "lexicon": compiled(self.lexicon)}
        return json.dumps(state).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "ToneComponent":
        """Take over what ``to_bytes`` gave."""
        state = json.loads(data)
        self.roles, self.lexicon = _roles(state["roles"]), from_compiled(state["lexicon"])
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the component into a folder of a pipeline."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "tone.json").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "ToneComponent":
        """Read what ``to_disk`` wrote."""
        return self.from_bytes((Path(path) / "tone.json").read_bytes())


def _roles(names: Sequence[str]) -> frozenset[Role]:
    try:
        return frozenset(map(Role, names))
    except ValueError as error:
        known = ", ".join(role.value for role in Role)
        raise BadInput(f"{str(error).split(' is not')[0]} is not a role; choose among {known}") from None


def _make(nlp: Language, name: str, roles: list[str]) -> ToneComponent:
    return ToneComponent(load_lexicon(load()), roles)


#: What the entry point ``spacy_factories`` registers.
make_tone: Callable[..., Any] = Language.factory(
    "tone",
    default_config={"roles": ["names", "expresses"]},
    assigns=["doc.spans"],
    requires=["token.lemma", "token.pos"],
    func=_make,
)
