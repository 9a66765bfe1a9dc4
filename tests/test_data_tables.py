"""Laws over the shipped tables that no single row can break."""

import hashlib
from pathlib import Path

import pytest

from ontology.emotion import Module, Tier
from ontology.errors import BadInput
from ontology.harmonize import labels_of
from ontology.mapping import Match
from ontology.published import agreement, load_published
from ontology.rows import COLUMNS
from ontology.vad import SOURCE_ORDER
from ontology.world import Ontology

HERE = Path(__file__).parent
DATA = HERE.parent / "ontology" / "data"


def test_the_tree_is_parrotts_word_for_word(world: Ontology) -> None:
    """6, 25 and 106 emotions; the checksum is over primary, secondary and word of every entry."""
    entries = []
    for e in world:
        if e.module is Module.PARROTT:
            above = world[e.parent].word if e.parent else ""
            entries.append((e.tier.value if e.tier else "", above, e.word))
    count = {tier: sum(entry[0] == tier.value for entry in entries) for tier in Tier}
    assert list(count.values()) == [6, 25, 106]
    assert len({word for _, _, word in entries}) == 135
    text = "\n".join("\t".join(entry) for entry in sorted(entries))
    assert hashlib.sha256(text.encode()).hexdigest() == CHECKSUM


CHECKSUM = "15446c0ea7ec74bda413cf557b82c2a027b060ea9c039bb997b42ddeebcaaa73"


def test_definitions_are_sentences_of_ours_that_do_not_explain_a_word_by_itself(world: Ontology) -> None:
    for e in world:
        words = e.definition.split()
        assert 5 <= len(words) <= 25, e.id
        assert not e.definition.endswith("."), e.id
        assert e.word.casefold() not in [w.strip(",;").casefold() for w in words], e.id


def test_every_emotion_lies_somewhere_with_a_source(world: Ontology) -> None:
    for e in world:
        rating = world.preferred_rating(e.id)
        assert rating is not None, e.id
        assert rating.source in SOURCE_ORDER
        assert rating.source != "this-project" or rating.comment, e.id


def test_the_primaries_lie_on_their_side_of_neutral(world: Ontology) -> None:
    pleasant = {e.id for e in world if e.is_primary and (vad := world.vad(e.id)) and vad.valence > 0}
    assert pleasant == {"joy", "love", "surprise"}


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_is_sorted(table: str) -> None:
    lines = (DATA / f"{table}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    if table == "labels":
        keys: list[object] = [(line.split("\t")[0], int(line.split("\t")[1])) for line in lines]
    else:
        keys = [line.split("\t") for line in lines]
    assert keys == sorted(keys)  # type: ignore[type-var]  # lists of one kind each


def test_a_set_whose_labels_no_source_shows_says_so_and_has_none(world: Ontology) -> None:
    unknown = {s.id for s in world.label_sets.values() if not len(s)}
    assert len(unknown) == 10
    assert all("labels unknown" in world.label_set(id).comment for id in unknown)


def test_the_label_sets_have_their_published_size(world: Ontology) -> None:
    sizes = {id: len(s) for id, s in world.label_sets.items()}
    assert {id: size for id, size in sizes.items() if size} == {
        "affectnet": 8,
        "aman": 7,
        "artemis": 9,
        "carer": 6,
        "cowen-keltner27": 27,
        "cped": 13,
        "crema-d": 6,
        "crowdflower": 13,
        "dailydialog": 7,
        "ekman": 6,
        "ekman1999": 15,
        "electoral-tweets": 36,
        "emodb": 7,
        "emoint": 4,
        "emonet40": 40,
        "emorynlp": 7,
        "emoset": 8,
        "emotic": 26,
        "emotion-cause": 6,
        "emotion6": 7,
        "emotionml-big6": 6,
        "emotionml-everyday": 17,
        "emotionml-frijda": 12,
        "emotionml-fsre": 24,
        "emotionml-occ": 22,
        "empathetic-dialogues": 32,
        "esconv": 11,
        "fer2013": 7,
        "goemotions": 28,
        "grounded-emotions": 2,
        "iemocap": 11,
        "iemocap4": 4,
        "isear": 7,
        "joint-multitask-emo": 10,
        "meld": 7,
        "mer2024": 6,
        "merr9": 9,
        "msp-podcast": 10,
        "occ": 24,
        "parrott": 6,
        "peld": 7,
        "plutchik": 8,
        "plutchik-dyads": 24,
        "plutchik-intensities": 24,
        "raf-db": 7,
        "ravdess": 8,
        "savee": 7,
        "semeval2007": 6,
        "semeval2018-ec": 11,
        "shaver135": 135,
        "ssec": 8,
        "superemotion": 7,
        "tales": 9,
        "tec": 6,
        "tess": 7,
        "tone-sentences": 119,
        "tweeteval": 4,
        "unified2018": 13,
        "wassa2023": 8,
    }


def test_codes_and_spellings_lead_to_the_same_label(world: Ontology) -> None:
    emonet = world.label_set("emonet40")
    for spelling in ("Jealousy & Envy", "Jealousy / Envy", "emo_Jealousy_and_Envy", "jealousy and envy"):
        assert emonet[spelling].label == "Jealousy & Envy"
    assert emonet["Hope/Optimism"].label == "Hope/Enthusiasm/Optimism"
    assert emonet.find("Hopelessness") is None
    assert world.label_set("goemotions")["27"].label == "neutral"
    assert world.label_set("isear")["7"].label == "guilt"


@pytest.mark.parametrize(
    ("map", "labels", "agreed"),
    [("goemotions-ekman", 27, 27), ("goemotions-sentiment", 27, 27), ("unified2018", 113, 100)],
)
def test_published_maps_agree_or_differ_with_a_reason(world: Ontology, map: str, labels: int, agreed: int) -> None:
    found = agreement(world, load_published(), map)
    assert [a.published for a in found if a.agrees and a.published.comment] == []
    assert [a.published for a in found if not a.agrees and not a.published.comment] == []
    assert all(a.published.source in world.sources for a in found)
    assert (len(found), sum(a.agrees for a in found)) == (labels, agreed)


def test_an_unknown_map_is_refused_with_those_there_are(world: Ontology) -> None:
    with pytest.raises(BadInput, match="no published map 'ekman'; there are goemotions-ekman, goemotions-sentiment"):
        agreement(world, load_published(), "ekman")


def test_every_emotion_of_the_tree_has_an_emonet_category(world: Ontology) -> None:
    assert [e.id for e in world if e.tier and not labels_of(world, e.id, "emonet40")] == []


def test_a_mapping_that_is_not_exact_gives_its_reason(world: Ontology) -> None:
    assert all(m.comment for m in world.mappings if m.match is not Match.EXACT)
