"""How well places in affective space are told, measured on a user's ratings."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.output import say
from api.service import MOST, Service
from ontology.errors import BadInput
from ontology.vad import VAD, Z90
from vocab.lexicon import Role
from vocab.norms import agreement, read_norms
from vocab.text import normalise
from vocab.vad import TextVAD


@dataclass(frozen=True, slots=True)
class Located:
    """How well places are told, axis by axis; ``covered`` is the share of ratings inside the 90 % interval."""

    texts: str
    n: int
    r: tuple[float, ...]
    rms: tuple[float, ...]
    covered: tuple[float, ...]


def coordinates(
    service: Service, file: Path, *, without: Path | None, split: str, reverse: Sequence[str]
) -> tuple[Located, ...]:
    """All rated texts of a file, then those that name emotions and the others apart.

    Raises:
        BadInput, BadTable: a file is not of a known kind, or nothing is left to measure on.
    """
    left_out = read_norms(without).words if without else {}
    rated = [
        row
        for row in read_norms(file, reverse=reverse).rows
        if row.text.casefold() not in left_out and (not split or row.split == split)
    ]
    if not rated:
        raise BadInput(f"{file} has no rated text to measure on" + (f" in its part {split}" if split else ""))
    say(f"{file.name}: {len(rated)} texts …")
    texts = [row.text for row in rated]
    told = [t for start in range(0, len(texts), MOST) for t in service.vads(texts[start : start + MOST])]
    names = [(term := service.lexicon.find_folded(normalise(t))) is not None and term.role is Role.NAMES for t in texts]
    groups = {
        "all": list(range(len(texts))),
        "names of emotions": [i for i, is_name in enumerate(names) if is_name],
        "others": [i for i, is_name in enumerate(names) if not is_name],
    }
    return tuple(_located(name, [(told[i], rated[i].vad) for i in at]) for name, at in groups.items() if at)


def _located(name: str, pairs: Sequence[tuple[TextVAD, VAD]]) -> Located:
    measured = list(agreement((told.vad, truth) for told, truth in pairs))
    covered = [
        sum(abs(x - y) <= Z90 * sd for x, y, sd in (_axis(*pair, axis) for pair in pairs)) / len(pairs)
        for axis in range(3)
    ]
    return Located(name, len(pairs), tuple(m.r for m in measured), tuple(m.rms for m in measured), tuple(covered))


def _axis(told: TextVAD, truth: VAD, axis: int) -> tuple[float, float, float]:
    return tuple(told.vad)[axis], tuple(truth)[axis], told.sd[axis]
