"""Ratings of other people's files: known by header, brought to our scale, refused where an axis is turned."""

import subprocess
import sys
from pathlib import Path

import pytest

from ontology.errors import BadInput, BadTable
from ontology.vad import VAD
from vocab.norms import agreement, pearson, read_norms

#: One file of each kind, all saying the same of happy, death and calm; calm lies low in arousal.
KINDS = {
    "NRC-VAD 2": "term\tvalence\tarousal\tdominance\nhappy\t0.5\t0.5\t0.5\ndeath\t-0.5\t0\t-0.5\ncalm\t0.5\t-0.5\t0\n",
    "NRC-VAD 1": "Word\tValence\tArousal\tDominance\nhappy\t.75\t.75\t.75\ndeath\t.25\t.5\t.25\ncalm\t.75\t.25\t.5\n",
    "bare": "happy\t.75\t.75\t.75\ndeath\t.25\t.5\t.25\ncalm\t.75\t.25\t.5\n",
    "Warriner 2013": ",Word,V.Mean.Sum,V.SD.Sum,A.Mean.Sum,D.Mean.Sum\n1,happy,7,2,7,7\n"
    "2,death,3,1,5,3\n3,calm,7,1,3,5\n",
    "Glasgow Norms": "Word,Valence,Arousal,Dominance\nhappy,7,7,7\ndeath,3,5,3\ncalm,7,3,5\n",
    "ANEW": "Description\tWord No.\tValence Mean\tArousal Mean\tDominance Mean\nhappy\t1\t7\t7\t7\n"
    "death\t2\t3\t5\t3\ncalm\t3\t7\t3\t5\n",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_known_by_its_header_and_brought_to_our_scale(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "norms.txt"
    path.write_text(KINDS[kind], encoding="utf-8")
    found = read_norms(path)
    assert found.format.name == kind.replace("bare", "NRC-VAD 1")
    assert found.words == {
        "happy": VAD(0.5, 0.5, 0.5),
        "death": VAD(-0.5, 0.0, -0.5),
        "calm": VAD(0.5, -0.5, 0.0),
    }
    assert found.checked["valence"] == 2


def test_spread_and_raters_are_read_where_the_file_has_them(tmp_path: Path) -> None:
    path = tmp_path / "norms.txt"
    path.write_text(KINDS["Warriner 2013"], encoding="utf-8")
    assert read_norms(path).rows[0].sd == (0.5, None, None)


def test_emobank_keeps_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "emobank.csv"
    path.write_text('id,split,V,A,D,text\na,train,4,3,2,"Good, then."\nb,test,2,3,3,Bad.\n', encoding="utf-8")
    rows = read_norms(path).rows
    assert [(r.text, r.split, r.vad) for r in rows] == [
        ("Good, then.", "train", VAD(0.5, 0.0, -0.5)),
        ("Bad.", "test", VAD(-0.5, 0.0, 0.0)),
    ]


def test_a_turned_axis_is_refused_and_can_be_turned_back(tmp_path: Path) -> None:
    path = tmp_path / "turned.tsv"
    path.write_text("term\tvalence\tarousal\tdominance\nhappy\t-.8\t0\t0\nsad\t.8\t0\t0\n", encoding="utf-8")
    with pytest.raises(BadInput, match="turned.tsv: valence runs the other way .* read it with --reverse valence"):
        read_norms(path)
    assert read_norms(path, reverse=["valence"]).words["happy"].valence == 0.8


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        (
            "colour,size\nred,1\n",
            BadTable,
            r"norms.txt:1: the header is of no known kind \(Glasgow Norms: Word",
        ),
        ("", BadTable, "norms.txt:1"),
        ("Word,Valence,Arousal,Dominance\n", BadInput, "holds no rated row"),
        ("Word,Valence,Arousal,Dominance\njoy,12,5,5\n", BadTable, "norms.txt:2: Valence '12' is no number of 1 … 9"),
        ("Word,Valence,Arousal,Dominance\njoy,nan,5,5\n", BadTable, "norms.txt:2: Valence 'nan'"),
        ("Word,Valence,Arousal,Dominance\n,5,5,5\n", BadTable, "norms.txt:2: Word is empty"),
    ],
)
def test_a_file_with_a_fault_is_named(tmp_path: Path, text: str, error: type[Exception], message: str) -> None:
    (tmp_path / "norms.txt").write_text(text, encoding="utf-8")
    with pytest.raises(error, match=message):
        read_norms(tmp_path / "norms.txt")


def test_a_file_that_is_not_there_and_an_axis_that_is_none_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file"):
        read_norms(tmp_path / "lost.csv")
    (tmp_path / "norms.txt").write_text(KINDS["bare"], encoding="utf-8")
    with pytest.raises(BadInput, match="no axis 'joy' to reverse; there are valence, arousal, dominance"):
        read_norms(tmp_path / "norms.txt", reverse=["joy"])


def test_agreement_is_measured_axis_by_axis() -> None:
    points = [VAD(-0.5, 0, 0), VAD(0, 0.2, 0), VAD(0.5, -0.2, 0)]
    turned = [(a, VAD(-a.valence, a.arousal, a.dominance)) for a in points]
    valence, arousal, dominance = agreement(turned)
    assert (valence.r, arousal.r) == (pytest.approx(-1), pytest.approx(1))
    assert dominance.r != dominance.r  # no spread, nothing to correlate
    assert pearson([1.0], [2.0]) != pearson([1.0], [2.0])


def test_the_command_says_what_a_file_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(KINDS["NRC-VAD 2"], encoding="utf-8")
    run = [sys.executable, "-m", "api", "norms", str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert "mine.tsv: NRC-VAD 2, 3 rows, -1 … 1 brought to -1 … 1" in done.stdout
    assert "right, on 2 words" in done.stdout
