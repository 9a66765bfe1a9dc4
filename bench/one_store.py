"""What one store takes for one size, said as it comes: a line of JSON a figure or answer.

For ``bench.stores``, which may end this process, and the server it started, at any time.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import chain

from api.service import Service
from api.settings import Settings
from bench.annotation_questions import QUESTIONS
from bench.annotations import made, quads
from bench.holders import holder, resident
from bench.servers import NotInstalled

#: A question is asked of no more values after it has taken this many seconds.
PATIENCE = 20.0


def measure(name: str, nodes: int, seconds: float) -> Iterator[dict[str, object]]:
    """Figures by their row, and answers by question and values; no request waits longer than so many seconds.

    Raises:
        NotInstalled, NotReady; what the store raises.
    """
    service = Service(Settings())
    world = service.world
    sum(1 for _ in service.statements())  # what it reads from files, it has read
    begun = time.perf_counter()
    count = sum(1 for _ in chain(service.statements(), quads(made(nodes, world))))
    yield {"statements": count, "making": time.perf_counter() - begun}
    with holder(name, seconds) as held:
        empty = resident(held.pid)
        begun = time.perf_counter()
        held.load(service.statements(), made(nodes, world))
        taken = time.perf_counter() - begun
        yield {"row": "load, s", "figure": taken}
        yield {"row": "statements/s", "figure": count / taken}
        full = resident(held.pid)
        if full is not None and empty is not None:
            yield {"row": "memory, MiB", "figure": full / 2**20}
            yield {"row": "more than empty, MiB", "figure": (full - empty) / 2**20}
        for question in QUESTIONS:
            times: list[float] = []
            for values in question.values(world, nodes):
                begun = time.perf_counter()
                rows = held.ask(question, values)
                times.append(time.perf_counter() - begun)
                yield {"question": question.name, "values": json.dumps(values), "rows": rows}
                if sum(times) > PATIENCE:
                    break
            yield {"row": f"{question.asks}, ms", "figure": statistics.median(times) * 1000}


def main(name: str, nodes: int, seconds: float) -> None:
    try:
        for said in measure(name, nodes, seconds):
            print(json.dumps(said), flush=True)
    except NotInstalled as absent:
        print(json.dumps({"absent": str(absent)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
