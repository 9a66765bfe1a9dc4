"""How load, memory and the five commonest questions grow with an annotation graph, on each store.

``python -m bench.stores 10000 100000 1000000 --minutes 5 --stores memory,oxigraph,sparql,neo4j``.  Each store of each
size is a process of its own; one that has not come to its end after the minutes is cut off, and the table says so.
Answers are asserted equal before a table is printed.  In brackets: the ratio to oxigraph, embedded.
"""

import argparse
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from api.output import Format, emit, say
from bench.annotation_questions import QUESTIONS, Rows, alike
from bench.holders import STORES

SIZES = (10_000, 100_000, 1_000_000)
MINUTES = 5.0
#: What every other store is compared with.
BASELINE = "oxigraph"
ROWS = (
    "load, s",
    "statements/s",
    "memory, MiB",
    "more than empty, MiB",
    *(f"{question.asks}, ms" for question in QUESTIONS),
)


@dataclass
class Measured:
    """What came of one store: figures by their row, answers by question and values, and why it ended early."""

    figures: dict[str, float] = field(default_factory=dict)
    answers: dict[tuple[str, str], Rows] = field(default_factory=dict)
    ended: str = ""
    statements: int = 0
    #: Seconds that only making the statements takes; every load has them within it.
    making: float = 0.0


def main(sizes: Iterable[int], stores: Sequence[str], minutes: float) -> None:
    for nodes in sizes:
        found: dict[str, Measured] = {}
        for name in stores:
            say(f"{nodes} nodes, {name} …")
            found[name] = measured(name, nodes, minutes)
        compared = _must_agree(found)
        print(f"{nodes} nodes beside ours", *_header(found.values()), sep=", ")
        emit(None, list(table(found)), Format.TABLE, notes=[f"{compared} answers are equal wherever they came\n"])
        sys.stdout.flush()


def measured(name: str, nodes: int, minutes: float) -> Measured:
    """What a process of its own says within the minutes; nothing of it is left, on the disk neither."""
    found = Measured()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, (Path(folder) / "talk").open("w+") as talk:
        command = [sys.executable, "-m", "bench.one_store", name, str(nodes), str(minutes * 60)]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=talk,
            text=True,
            start_new_session=True,  # so that its servers end with it
            env={**os.environ, "TMPDIR": folder},
        )
        try:
            _listen(process, found, time.monotonic() + minutes * 60)
        except queue.Empty:
            found.ended = f"cut off after {minutes:g} min"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            status = process.wait()
        if status and not found.ended:
            talk.seek(0)
            found.ended = f"failed: {(talk.read().strip().splitlines() or [f'status {status}'])[-1][:200]}"
    return found


def _listen(process: "subprocess.Popen[str]", found: Measured, until: float) -> None:
    """Take what a process says, up to its end.

    Raises:
        queue.Empty: it is not there in time.
    """
    assert process.stdout
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_carry, args=(process.stdout, lines), daemon=True).start()
    while line := lines.get(timeout=max(0.01, until - time.monotonic())):
        _take(json.loads(line), found)
    process.wait()


def _carry(source: IO[str], lines: "queue.Queue[str]") -> None:
    for line in source:
        lines.put(line)
    lines.put("")


def _take(said: dict[str, object], found: Measured) -> None:
    match said:
        case {"row": str(row), "figure": float(figure)}:
            found.figures[row] = figure
        case {"question": str(question), "values": str(values), "rows": list(rows)}:
            found.answers[question, values] = rows
        case {"statements": int(count), "making": float(seconds)}:
            found.statements, found.making = count, seconds
        case {"absent": str(absent)}:
            found.ended = absent
        case _:
            raise ValueError(f"{said} is nothing that bench.one_store says")


def _must_agree(found: dict[str, Measured]) -> int:
    """Assert that all stores answered alike, and say how many answers two or more gave."""
    asked = {key: None for measured in found.values() for key in measured.answers}
    compared = 0
    for key in asked:
        given = [(name, m.answers[key]) for name, m in found.items() if key in m.answers]
        alike(" ".join(key), given)
        compared += len(given) > 1
    return compared


def _header(found: Iterable[Measured]) -> Iterable[str]:
    known = [m for m in found if m.statements]
    if known:
        yield f"{known[0].statements} statements in all"
        yield f"of each load {min(m.making for m in known):.1f} s go into making them"


def table(found: dict[str, Measured]) -> Iterable[dict[str, str]]:
    """A row a figure, a column a store; what is not there says why, and a store that ended early says so below."""
    baseline = found[BASELINE].figures if BASELINE in found else {}
    for row in ROWS:
        yield {"": row} | {
            name: _shown(m.figures.get(row), baseline.get(row)) or ("-" if m.ended else "not seen")
            for name, m in found.items()
        }
    if any(m.ended for m in found.values()):
        yield {"": "ended"} | {name: m.ended or "whole" for name, m in found.items()}


def _shown(figure: float | None, of: float | None) -> str:
    if figure is None:
        return ""
    shown = f"{figure:.0f}" if figure >= 100 else f"{figure:.3g}"
    return f"{shown} ({figure / of:.2g} x)" if of else shown


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.stores", description="Load and questions of each store.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="nodes of the annotation graph")
    parser.add_argument("--stores", default=",".join(STORES), help="which, with commas")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="after which a store of a size is cut off")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    given = _read(sys.argv[1:])
    main(given.sizes, given.stores.split(","), given.minutes)
