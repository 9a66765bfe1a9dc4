"""Watching a server of a test: its processes, its numbers, and what clients get who keep asking."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import httpx
from prometheus_client.parser import text_string_to_metric_families

NAMES = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX tone: <https://w3id.org/tone-kg/> "
HOP = f"{NAMES} SELECT ?x {{ ?x skos:broader tone:joy }}"
SPARQL = f"/sparql?{urlencode({'query': HOP})}"


def wait_for(condition: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Return when the condition holds; fail after so many seconds, saying what did not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    """The processes that one has started."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in threads for child in path.read_text(encoding="ascii").split()]


def family(pid: int) -> list[int]:
    """A process and all that it and they have started."""
    return [pid, *(one for child in children(pid) for one in family(child))]


def is_there(pid: int) -> bool:
    """Whether a process runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def numbers(client: httpx.Client) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """What ``/metrics`` shows, by name and labels."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def number(client: httpx.Client, name: str, **labels: str) -> float:
    """One number of them; 0 where it is not shown."""
    return numbers(client).get((name, frozenset(labels.items())), 0)


class Asking:
    """Clients that keep asking until the block ends; what they got is judged after it."""

    def __init__(self, url: str, *paths: str) -> None:
        self._url, self._paths, self._stop = url, paths, threading.Event()
        self.answers: list[tuple[str, httpx.Response]] = []
        self.errors: list[Exception] = []
        self._threads = [threading.Thread(target=self._run, args=(n,)) for n in range(2)]

    def _run(self, n: int) -> None:
        with httpx.Client(base_url=self._url, timeout=30) as client:
            while not self._stop.is_set():
                path = self._paths[n % len(self._paths)]
                n += 1
                try:
                    self.answers.append((path, client.get(path, headers={"accept": "application/json, text/turtle"})))
                except httpx.HTTPError as error:
                    self.errors.append(error)
                self._stop.wait(0.01)

    def __enter__(self) -> "Asking":
        for thread in self._threads:
            thread.start()
        wait_for(lambda: len(self.answers) > 10, "load")
        return self

    def __exit__(self, *raised: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def more(self, count: int = 10) -> None:
        """Wait for so many further answers."""
        wanted = len(self.answers) + count
        wait_for(lambda: len(self.answers) >= wanted, f"{count} further answers")

    def judge(self, right: dict[str, set[bytes]]) -> int:
        """Nothing broke off, every answer is a right one or an honest 503; how many were of that kind."""
        assert not self.errors
        failed = [answer for path, answer in self.answers if answer.status_code != 200]
        assert {answer.status_code for answer in failed} <= {503}
        assert all(int(answer.headers["retry-after"]) >= 1 for answer in failed)
        wrong = [(p, a.text[:200]) for p, a in self.answers if a.status_code == 200 and a.content not in right[p]]
        assert not wrong, wrong[:3]
        return len(failed)
