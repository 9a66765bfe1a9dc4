"""Mapping sets as SSSOM TSV: a commented YAML header, then one mapping a row.

Only the slots this project uses are read or written.  https://mapping-commons.github.io/sssom/
"""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from pathlib import Path

from ontology.alignment import Alignment
from ontology.errors import OutOfRange
from ontology.mapping import Mapping, Match
from ontology.tables import Row, parse, read_text

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "author_id",
    "comment",
)
LABEL_PREFIX = "tonelabel:"
EMOTION_PREFIX = "tone:"


def read(path: Path) -> Iterator[Mapping]:
    """The mappings of one SSSOM file, in its order.

    Raises:
        BadTable: a row breaks the format; names file and line.
    """
    return map(_mapping, _rows(path))


def read_alignments(path: Path) -> Iterator[Alignment]:
    """Like ``read``, for a file whose subjects are terms of another vocabulary."""
    for row in _rows(path):
        term = row.text("subject_id")
        if ":" not in term:
            raise row.wrong(f"subject_id '{term}' is not a CURIE")
        yield Alignment(term, row.text("subject_label"), *_claim(row))


def _rows(path: Path) -> Iterator[Row]:
    lines = read_text(path).splitlines()
    header = sum(1 for line in lines if line.startswith("#"))
    yield from parse(lines[header:], COLUMNS, file=path.name, first_line=header + 1)


def _mapping(row: Row) -> Mapping:
    return Mapping(_local(row, "subject_id", LABEL_PREFIX), *_claim(row))


def _claim(row: Row) -> tuple[Match, str | None, str, float, str, str]:
    """Match, target, justification, confidence, author and comment of a row."""
    is_none = row.text("object_id") == Match.NONE.value
    confidence = row.number("confidence")
    if confidence is None:
        raise row.wrong("confidence is empty")
    if not 0 <= confidence <= 1:
        raise row.wrong(str(OutOfRange("confidence", confidence, 0, 1)))
    return (
        Match.NONE if is_none else row.one_of("predicate_id", Match),
        None if is_none else _local(row, "object_id", EMOTION_PREFIX),
        row.text("mapping_justification"),
        confidence,
        row.text("author_id"),
        row.cells["comment"],
    )


def _local(row: Row, column: str, prefix: str) -> str:
    curie = row.text(column)
    if not curie.startswith(prefix):
        raise row.wrong(f"{column} '{curie}' does not start with {prefix}")
    return curie.removeprefix(prefix)


def rows(
    mappings: Iterable[Mapping], label_text: Dict[str, str], emotion_text: Dict[str, str]
) -> Iterator[tuple[str, ...]]:
    """The table rows of mappings, given the texts of the labels and emotions they name."""
    for m in mappings:
        yield (
            LABEL_PREFIX + m.label,
            label_text[m.label],
            Match.EXACT.value if m.match is Match.NONE else m.match.value,
            Match.NONE.value if m.emotion is None else EMOTION_PREFIX + m.emotion,
            "" if m.emotion is None else emotion_text[m.emotion],
            m.justification,
            f"{m.confidence:.2f}",
            m.author,
            m.comment,
        )
