"""Releases compared, and released ids kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.diff import Change, changes
from kg.release import write
from ontology.emotion import Retired
from ontology.errors import BadInput
from ontology.lock import Locked, findings, lock_of, read_lock, write_lock
from ontology.world import Ontology
from vocab.lexicon import Lexicon

FEW = Lexicon.of_terms(())


def _but(world: Ontology, id: str, **changed: str) -> Ontology:
    return replace(world, emotions={**world.emotions, id: replace(world[id], **changed)})  # type: ignore[arg-type]  # text fields


def test_what_changed_between_two_releases_is_told_term_by_term(mini: Ontology, tmp_path: Path) -> None:
    write(mini, FEW, (), tmp_path / "a")
    newer = _but(_but(mini, "joy", definition="warm gladness at something good"), "fury", label="frenzy")
    newer = replace(newer, emotions={**newer.emotions, "glee": replace(newer["pleasure"], id="glee", label="glee")})
    del newer.emotions["contentment"]  # type: ignore[attr-defined]  # a dict made here
    write(newer, FEW, (), tmp_path / "b")
    base = "https://w3id.org/tone-kg/"
    assert list(changes(tmp_path / "a" / "tone.ttl", tmp_path / "b" / "tone.owl")) == [
        Change(f"{base}contentment", "removed", before="contentment"),
        Change(f"{base}fury", "label", "fury", "frenzy"),
        Change(f"{base}glee", "added", after="glee"),
        Change(f"{base}joy", "definition", mini["joy"].definition, "warm gladness at something good"),
    ]


def test_a_release_does_not_differ_from_itself_in_another_form(mini: Ontology, tmp_path: Path) -> None:
    write(mini, FEW, (), tmp_path)
    assert list(changes(tmp_path / "tone.ttl", tmp_path / "tone.jsonld")) == []


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [("a.txt", "", "unknown kind of file"), ("b.ttl", None, "no file"), ("c.ttl", "no rdf", "is not turtle")],
)
def test_a_file_that_cannot_be_compared_is_named(name: str, content: str | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        list(changes(tmp_path / name, tmp_path / name))


def test_the_shipped_ids_are_locked(world: Ontology) -> None:
    """If this fails: the change is meant? then tone lock, and a line in the changelog."""
    assert list(findings(world, read_lock())) == []


def test_a_lock_reads_back_as_it_was_written(mini: Ontology, tmp_path: Path) -> None:
    lock = lock_of(mini, "0.1.0", {})
    write_lock(lock, tmp_path)
    assert read_lock(tmp_path) == lock


def test_a_vanished_changed_or_new_id_is_found(mini: Ontology) -> None:
    lock = lock_of(mini, "0.1.0", {}) | {"woe": Locked("woe", "woe", "", "x", "0.1.0")}
    assert [(f.code, f.at) for f in findings(mini, lock)] == [("E901", "woe")]
    retired = replace(mini, retired=(Retired("woe", "anger", "0.2.0", "the same as anger"),))
    assert list(findings(retired, lock)) == []
    changed = _but(retired, "joy", definition="something else")
    assert [(f.code, f.at) for f in findings(changed, lock)] == [("E902", "joy")]
    del lock["joy"]
    assert [(f.code, f.at) for f in findings(retired, lock)] == [("E903", "joy")]


def test_an_id_keeps_the_version_that_first_had_it(mini: Ontology) -> None:
    first = lock_of(mini, "0.1.0", {})
    assert lock_of(mini, "0.2.0", first) == first
