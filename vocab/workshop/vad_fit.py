"""Make what the VAD predictor ships, from data that may be used: the whole way from ratings to files and figures.

Every number of ``vocab/models/vad/metrics.json`` comes out of this run.  The long part, encoding, is kept
in a folder and taken up again where it stopped.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ontology.errors import BadInput
from ontology.tables import named_text, write_text
from ontology.vad import AXES, SOURCE_ERROR
from vocab.arrays import unit, write_arrays
from vocab.embedder import Embedder
from vocab.kernel import Array, packed
from vocab.norms import pearson, read_norms
from vocab.wordnet import open_wordnet
from vocab.wordtable import WordTable, word_table, write_table
from vocab.workshop.feelings_fit import fit_feelings
from vocab.workshop.vad_texts import phrase_model, sentence_model, sentence_rows, standard, with_error
from vocab.workshop.vad_vocabulary import Forms, glosses, vocabulary
from vocab.workshop.vad_words import Doubles, Teacher, Views, aligned, errors, families, left_out, ratings_of
from vocab.workshop.vectors import Teacher as Encoder
from vocab.workshop.vectors import read_glove

Tell = Callable[[str], None]

#: How common a single word must be (Zipf scale) to have a vector as a feeling, if it is no term of ours.
FEELING_ZIPF = 3.3


@dataclass(frozen=True, slots=True)
class Material:
    """Where everything lies: norms, VADER's lexicon, EmoBank, GloVe, the large encoder, WordNet, and the cache."""

    norms: Path
    vader: Path
    emobank: Path
    glove: Path
    encoder: Path
    wordnet: str | None
    cache: Path


def fit_vad(
    material: Material, lexicon: list[str], emotions: list[str], embedder: Embedder, out: Path, tell: Tell
) -> dict[str, object]:
    """Write ``words.npz``, ``text.npz``, ``feelings.npz`` and ``metrics.json`` into a folder; gives the metrics.

    ``lexicon`` are the forms of our terms, ``emotions`` the words of all emotions.

    Raises:
        BadInput, BadTable, Missing, MissingExtra: a file or a tool is not there; names it.
    """
    out.mkdir(parents=True, exist_ok=True)
    norms, vader = read_norms(material.norms).words, read_vader(material.vader)
    words, views = _views(material, list(dict.fromkeys([*norms, *vader, *lexicon])), tell)
    ratings = ratings_of(words, norms, vader)
    tell(f"{len(words)} words and phrases, {int(ratings.whole.sum())} rated wholly, {len(ratings.rows)} in valence")

    guessed, openness = left_out(views, words, ratings)
    truth = ratings.places[ratings.whole]
    constant, slope = errors(aligned(guessed) - aligned(truth), openness)
    metrics: dict[str, object] = {"words": _figures(guessed, truth)}
    tell(f"families left out: {metrics['words']}")

    teacher = Teacher(views, ratings)
    places, unknown = teacher.predict(views)
    between = np.array(SOURCE_ERROR)
    sd = np.sqrt(constant + slope * unknown + between**2)
    places = aligned(places)
    write_table(out / "words.npz", words, places, sd)
    table = word_table(out / "words.npz")

    tell("fitting the phrase model …")
    vectors = np.asarray(Cached(material.cache / "student").encode(embedder, words, tell), np.float32)
    phrases, metrics["phrases"] = _phrases(words, vectors, places.astype(np.float32), between)
    tell(f"phrases: {metrics['phrases']}")
    sentences, metrics["sentences"] = _sentences(material.emobank, embedder, table, tell)
    tell(f"sentences: {metrics['sentences']}")
    write_arrays(out / "text.npz", {**phrases, **sentences})
    metrics["feelings"] = _feelings(material, lexicon, words, emotions, embedder, out, tell)
    write_text(out / "metrics.json", json.dumps(metrics, indent=2) + "\n")
    return metrics


def _feelings(
    material: Material,
    lexicon: list[str],
    words: list[str],
    emotions: list[str],
    embedder: Embedder,
    out: Path,
    tell: Tell,
) -> dict[str, float]:
    """The vectors of our terms and of the commoner single words as feelings."""
    from wordfreq import zipf_frequency

    terms = [form for form in lexicon if any(c.isalpha() for c in form)]
    common = [w for w in words if " " not in w and zipf_frequency(w, "en") >= FEELING_ZIPF]
    encoder = Encoder(material.encoder, material.cache / "encoder")
    return fit_feelings(list(dict.fromkeys([*terms, *common])), emotions, encoder, embedder, out, tell)


def read_vader(path: Path) -> dict[str, float]:
    """Word -> mean valence, -4 … 4, of VADER's lexicon; emoticons and slang with signs are left out.

    Raises:
        BadInput: the file is not there.
    """
    if not path.exists():
        raise BadInput(f"no file {path}; PyPI's vaderSentiment holds vader_lexicon.txt")
    rows = (line.split("\t") for line in named_text(path).splitlines())
    return {row[0]: float(row[1]) for row in rows if re.fullmatch(r"[a-z][a-z' -]+", row[0])}


def _views(material: Material, first: list[str], tell: Tell) -> tuple[list[str], Views]:
    from wordfreq import top_n_list, zipf_frequency

    def zipf(word: str) -> float:
        return zipf_frequency(word, "en")

    wordnet = open_wordnet(material.wordnet)
    forms = Forms(wordnet, wordnet.folder)
    words = vocabulary(wordnet, forms, first, top_n_list("en", 120_000), zipf)
    senses = glosses(forms, words, frozenset(first), zipf)
    encoder = Encoder(material.encoder, material.cache / "encoder")
    name = encoder.encode(words, tell)
    flat = list(dict.fromkeys(text for texts in senses for text in texts))
    place, rows = {text: i for i, text in enumerate(flat)}, encoder.encode(flat, tell)
    meaning = unit(
        np.stack([rows[[place[t] for t in texts]].mean(axis=0) if texts else name[i] for i, texts in enumerate(senses)])
    )
    known, glove = read_glove(material.glove)
    return words, Views(unit(name), meaning, unit(np.stack([_company(word, known, glove) for word in words])))


def _company(word: str, known: dict[str, int], glove: Array) -> Array:
    """The GloVe vector of a word, the mean of its words for a phrase, nothing where there is none."""
    parts = [known[part] for part in ([word] if word in known else word.split()) if part in known]
    found: Array = glove[parts].mean(axis=0) if parts else np.zeros(glove.shape[1], np.float32)
    return found


def _figures(guessed: Doubles, truth: Doubles) -> dict[str, object]:
    """Pearson r and root mean square error per axis."""
    return {
        axis: {
            "r": round(float(pearson(guessed[:, i].tolist(), truth[:, i].tolist())), 3),
            "rmse": round(float(np.sqrt(((guessed[:, i] - truth[:, i]) ** 2).mean())), 3),
        }
        for i, axis in enumerate(AXES)
    } | {"n": len(truth)}


def _phrases(
    words: list[str], vectors: Array, places: Array, between: Doubles
) -> tuple[dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]], object]:
    """The model on all words, and its figures against the teacher on families left out."""
    fold = families(words)
    held = phrase_model(vectors[fold != 0], places[fold != 0])
    figures = _figures(held.predict(vectors[fold == 0]).astype(np.float64), places[fold == 0].astype(np.float64))
    error = with_error(held, vectors[fold == 0], places[fold == 0]).sd
    model = phrase_model(vectors, places)
    teacher_error = np.array([0.19, 0.17, 0.15])  # of the teacher itself on families left out
    sd = np.sqrt(error.astype(np.float64) ** 2 + teacher_error**2 + between**2)
    return packed(replace(model, sd=sd.astype(np.float32)), "phrase"), figures


def _sentences(
    emobank: Path, embedder: Embedder, table: WordTable, tell: Tell
) -> tuple[dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]], object]:
    """The model on EmoBank's train part, its error from dev, its figures on dev and test."""
    rated = [r for r in read_norms(emobank).rows if r.split]
    tell(f"encoding {len(rated)} sentences …")
    split = np.array([r.split for r in rated])
    if not {"train", "dev", "test"} <= set(split):
        raise BadInput(f"{emobank} has no parts train, dev and test in its column split")
    texts, places = [r.text for r in rated], np.array([tuple(r.vad) for r in rated], np.float32)
    train = [i for i, part in enumerate(split) if part == "train"]
    middle, scale = standard([texts[i] for i in train], table)
    rows = sentence_rows(texts, embedder.encode(texts), table, middle, scale)
    model = sentence_model(rows[train], [rated[i] for i in train])
    model = with_error(model, rows[split == "dev"], places[split == "dev"])
    figures = {
        part: _figures(model.predict(rows[split == part]).astype(np.float64), places[split == part].astype(np.float64))
        for part in ("dev", "test")
    }
    return {**packed(model, "sentence"), "features_middle": middle, "features_scale": scale}, figures


class Cached:
    """The student's vectors of words, kept like the teacher's."""

    def __init__(self, folder: Path) -> None:
        from vocab.workshop.vectors import Cache

        self._cache = Cache(folder)

    def encode(self, embedder: Embedder, texts: list[str], tell: Tell) -> Array:
        missing = self._cache.missing(texts)
        for start in range(0, len(missing), 10_000):
            part = missing[start : start + 10_000]
            self._cache.add(part, embedder.encode(part))
            tell(f"the student encoded {start + len(part)} of {len(missing)}")
        return self._cache.of(texts)
