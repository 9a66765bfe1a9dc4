"""Real servers on free loopback ports, for tests and benchmarks: Bolt from ArcadeDB's wheel, SPARQL from Oxigraph's.

Each ends with the block that started it.  What is not installed says so (``NotInstalled``) and nothing stands in.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from kg.stores.neo4j import Login

#: Seconds in which a server must answer: a cold start on a busy machine.
STARTING = 240
READER = "reads-and-no-more"
#: Seconds that ArcadeDB may take.
ARCADEDB_STARTING = 120


class NotInstalled(Exception):
    """The package that a server comes in is not there; says which."""


class NotReady(Exception):
    """A server was started and did not get ready; holds what it said."""


class Running(NamedTuple):
    """A server that answers: its address, and the process that holds the graph."""

    address: str
    pid: int


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Come back when the address answers.

    Raises:
        NotReady: the process ended, or takes too long; it is killed.
    """
    deadline = time.monotonic() + STARTING
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):  # noqa: S310  # our own loopback address
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    process.kill()
    talk = b"".join(said or b"" for said in process.communicate())
    raise NotReady(f"{process.args!r} did not get ready: {talk.decode(errors='replace')}")


@contextmanager
def oxigraph(*options: str) -> Iterator[Running]:
    """The ``oxigraph`` server with a command and its options: ``/query`` and, where it may be filled, ``/update``.

    Raises:
        NotInstalled, NotReady.
    """
    found = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        raise NotInstalled("the oxigraph server is not installed: pip install oxigraph")
    address = f"127.0.0.1:{free_port()}"
    with subprocess.Popen(
        [found, *options, "--bind", address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_until_ready(f"http://{address}/query?query=ASK%7B%7D", process)
            yield Running(f"http://{address}", process.pid)
        finally:
            process.kill()


@dataclass
class Bolt:
    """A server that speaks Bolt, and who may do what there."""

    uri: str
    user: str
    password: str = field(repr=False)
    databases: dict[str, str]
    reader: tuple[str, str] | None = None
    folder: Path | None = None
    #: The most memory its Java may take, as Java writes it.
    heap: str = "1g"
    process: "subprocess.Popen[bytes] | None" = None

    def login(self, database: str = "mini") -> Login:
        return Login(self.uri, self.user, self.password, self.databases[database])

    def environment(self, database: str = "mini") -> dict[str, str]:
        """What the command line reads."""
        names = {"URI": self.uri, "USER": self.user, "PASSWORD": self.password, "DATABASE": self.databases[database]}
        return {f"TONE_NEO4J_{name}": value for name, value in names.items()}

    def start(self) -> None:
        """Start the server in its folder, on its port, and wait until it answers.

        Raises:
            NotInstalled, NotReady.
        """
        assert self.folder
        said = self.folder / "talk"
        command = self._command(self.folder)
        with said.open("wb") as talk:
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=talk, stderr=talk)
        deadline = time.monotonic() + ARCADEDB_STARTING
        while self.process.poll() is None and time.monotonic() < deadline:
            if b"ArcadeDB Server started" in said.read_bytes():  # who asks before is taken for an intruder
                return
            time.sleep(0.1)
        self.stop()
        raise NotReady(f"ArcadeDB did not start: {said.read_text()[-2000:]}")

    def stop(self) -> None:
        """End it without a word, as a machine does that loses its power."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def _command(self, folder: Path) -> list[str]:
        package = find_spec("arcadedb_embedded")
        if package is None or package.origin is None:
            raise NotInstalled("arcadedb-embedded is not installed: pip install arcadedb-embedded")
        here = Path(package.origin).parent
        (folder / "config").mkdir(exist_ok=True)
        (folder / "log").mkdir(exist_ok=True)
        (folder / "config" / "server-groups.json").write_text(json.dumps(GROUPS))
        users = f"[{self.user}:{self.password}:admin,reader:{READER}:reader]"
        options = {
            "server.rootPath": folder,
            "server.rootPassword": secrets.token_hex(),
            "server.httpIncomingHost": "127.0.0.1",
            "server.httpIncomingPort": free_port(),
            "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt.host": "127.0.0.1",
            "bolt.port": self.uri.rpartition(":")[2],
            "server.defaultDatabases": ";".join(f"{name}{users}" for name in dict.fromkeys(self.databases.values())),
        }
        java = [str(here / "jre" / "bin" / "java"), f"-Xmx{self.heap}", "-XX:TieredStopAtLevel=1"]
        modules = ["--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"]
        given = [f"-Darcadedb.{name}={value}" for name, value in options.items()]
        return [*java, *modules, *given, "-cp", f"{here / 'jars'}/*", "com.arcadedb.server.ArcadeDBServer"]


def _group(access: list[str], records: list[str]) -> dict[str, object]:
    return {"resultSetLimit": -1, "readTimeout": -1, "access": access, "types": {"*": {"access": records}}}


GROUPS = {
    "version": 1,
    "databases": {
        "*": {
            "groups": {
                "admin": _group(
                    ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
                    ["createRecord", "readRecord", "updateRecord", "deleteRecord"],
                ),
                "reader": _group([], ["readRecord"]),
            }
        }
    },
}


@contextmanager
def arcadedb(folder: Path, *databases: str, heap: str = "1g") -> Iterator[Bolt]:
    """An ArcadeDB of our own in a folder, with these databases.

    Raises:
        NotInstalled, NotReady.
    """
    address = f"bolt://127.0.0.1:{free_port()}"
    names = {name: name for name in databases}
    server = Bolt(address, "tone", secrets.token_hex(), names, ("reader", READER), folder, heap)
    server.start()
    try:
        yield server
    finally:
        server.stop()
