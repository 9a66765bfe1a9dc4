"""Ids that were released stay: ``lock.tsv`` remembers each with what it meant.

An id may only vanish by way of ``deprecated.tsv``, which names its successor; a label or definition
may only change together with the lock, which ``tone lock`` rewrites and a changelog line explains.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ontology.checks import Finding
from ontology.tables import read, shipped, write
from ontology.world import Ontology

LOCK_COLUMNS = ("id", "label", "parent", "meaning", "since")


@dataclass(frozen=True, slots=True)
class Locked:
    """A released id; ``meaning`` is a short hash of its definition."""

    id: str
    label: str
    parent: str
    meaning: str
    since: str


def lock_of(world: Ontology, version: str, before: dict[str, Locked]) -> dict[str, Locked]:
    """The lock of a release: ids keep the version that first had them, vanished ids stay."""
    now = {
        e.id: Locked(
            e.id, e.label, e.parent or "", _digest(e.definition), before[e.id].since if e.id in before else version
        )
        for e in world
    }
    return before | now


def findings(world: Ontology, lock: dict[str, Locked]) -> Iterator[Finding]:
    """Released ids that vanished or changed, and new ids that are not locked yet."""
    successors = {retired.id: retired.replaced_by for retired in world.retired}
    for id, locked in sorted(lock.items()):
        if id not in world:
            if successors.get(id) not in world:
                yield Finding("E901", "a released id is gone and deprecated.tsv names no successor that exists", id)
            continue
        e = world[id]
        changes = {
            "label": e.label != locked.label,
            "parent": (e.parent or "") != locked.parent,
            "definition": _digest(e.definition) != locked.meaning,
        }
        if changed := [name for name, differs in changes.items() if differs]:
            message = f"{' and '.join(changed)} changed since {locked.since}; if it still means the same: tone lock"
            yield Finding("E902", message, id)
    yield from (Finding("E903", "not in lock.tsv; run: tone lock", e.id) for e in world if e.id not in lock)


def read_lock(folder: Path | None = None) -> dict[str, Locked]:
    """Released ids by id.

    Raises:
        BadTable: a row breaks its table's rules.
    """
    rows = read((folder or shipped()) / "lock.tsv", LOCK_COLUMNS)
    locked = (
        Locked(r.text("id"), r.text("label"), r.cells["parent"], r.text("meaning"), r.text("since")) for r in rows
    )
    return {each.id: each for each in locked}


def write_lock(lock: dict[str, Locked], folder: Path | None = None) -> Path:
    """Replace ``lock.tsv`` at once; gives its path."""
    path = (folder or shipped()) / "lock.tsv"
    write(path, LOCK_COLUMNS, [(x.id, x.label, x.parent, x.meaning, x.since) for _, x in sorted(lock.items())])
    return path


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
