"""Reading tables: whole values of the miniature world, and errors that name file and line."""

import shutil
from pathlib import Path

import pytest

from ontology.emotion import Emotion, Kind, Module, Tier
from ontology.errors import BadTable, UnknownEmotion, UnknownLabel, UnknownLabelSet
from ontology.rows import COLUMNS
from ontology.vad import VAD
from ontology.world import Ontology, load

MINI = Path(__file__).parent / "data" / "mini"


def test_a_row_becomes_an_emotion(mini: Ontology) -> None:
    assert mini["fury"] == Emotion(
        id="fury",
        label="fury",
        tier=Tier.TERTIARY,
        parent="rage",
        module=Module.PARROTT,
        kind=Kind.EMOTION,
        definition="unbridled wish to destroy",
        source="made-up",
        comment="the far end",
    )


def test_a_world_reads_the_same_twice() -> None:
    first, second = load.__wrapped__(MINI), load.__wrapped__(MINI)
    assert first == second
    assert first.version == second.version


def test_one_changed_cell_changes_the_version(tmp_path: Path, mini: Ontology) -> None:
    changed = _mini_with(tmp_path, "emotions.tsv", "unbridled wish", "boundless wish")
    assert load(changed).version != mini.version


def test_children_stand_under_their_parent(mini: Ontology) -> None:
    assert [e.id for e in mini.children["joy"]] == ["contentment"]
    assert [e.id for e in mini.children[None]] == ["anger", "joy"]


def test_an_emotion_lies_where_its_preferred_rating_says(mini: Ontology) -> None:
    assert mini.vad("joy") == VAD(0.8, 0.5, 0.4)


@pytest.mark.parametrize("spelling", ["Happy & Calm", "H", "hap", "happy", "HAPPY", "happy & calm"])
def test_a_label_is_found_by_spelling_code_and_alias(mini: Ontology, spelling: str) -> None:
    assert mini.label_set("toy")[spelling].id == "toy/happy-calm"


def test_an_unknown_id_names_the_nearest(mini: Ontology) -> None:
    with pytest.raises(UnknownEmotion, match="no emotion 'jov'; did you mean 'joy'"):
        mini["jov"]
    with pytest.raises(UnknownLabelSet, match="no label set 'tov'; did you mean 'toy'"):
        mini.label_set("tov")
    with pytest.raises(UnknownLabel, match="no toy label 'madd'; did you mean 'mad'"):
        mini.label_set("toy")["madd"]


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("emotions.tsv", "\tprimary\t\tparrott\temotion\tgladness", "\tfirst\t\tparrott\temotion\tgladness",
         "emotions.tsv:5: tier 'first' is not one of primary, secondary, tertiary"),
        ("emotions.tsv", "quiet ease with how things are\tmade-up\t", "quiet ease\tmade-up",
         "emotions.tsv:3: 8 cells, expected 9"),
        ("emotions.tsv", "rage\trage\tsecondary", "fury\trage\tsecondary", "emotions.tsv:7: id 'fury' stands twice"),
        ("emotions.tsv", "id\tlabel", "label\tid", "emotions.tsv:1: columns are out of order or unknown"),
        ("vad.tsv", "0.8\t0.5\t0.4", "2.0\t0.5\t0.4", "vad.tsv:5: valence 2.0 is outside -1 … 1"),
        ("vad.tsv", "0.8\t0.5\t0.4", "0.8\t\t0.4", "vad.tsv:5: arousal is empty"),
        ("vad.tsv", "0.8\t0.5\t0.4", "0.8\tNaN\t0.4", "vad.tsv:5: arousal nan is outside -1 … 1"),
        ("vad.tsv", "0.8\t0.5\t0.4", "0.8\thigh\t0.4", "vad.tsv:5: arousal 'high' is not a number"),
        ("mappings/toy.sssom.tsv", "skos:narrowMatch", "skos:narowMatch",
         "toy.sssom.tsv:4: predicate_id 'skos:narowMatch' is not one of"),
        ("mappings/toy.sssom.tsv", "\t0.90\t", "\t1.90\t", "toy.sssom.tsv:5: confidence 1.9 is outside 0 … 1"),
        ("mappings/toy.sssom.tsv", "\ttone:anger\t", "\tjoy:anger\t",
         "toy.sssom.tsv:5: object_id 'joy:anger' does not start with tone:"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, table: str, old: str, new: str, message: str) -> None:
    with pytest.raises(BadTable) as caught:
        load(_mini_with(tmp_path, table, old, new))
    assert str(caught.value).startswith(message)


def test_an_absent_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="labels.tsv:0: the file is not in"):
        load(tmp_path)


def test_every_table_of_the_folder_has_its_columns_written_down() -> None:
    assert {path.stem for path in MINI.glob("*.tsv")} == set(COLUMNS)


def _mini_with(folder: Path, table: str, old: str, new: str) -> Path:
    """A copy of the miniature world with one text replaced once."""
    copy = Path(shutil.copytree(MINI, folder / "world"))
    text = (copy / table).read_text(encoding="utf-8")
    assert old in text
    (copy / table).write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy
