"""Neo4j, or whatever speaks its protocol: one database of one server, read and written in managed transactions.

The only file that knows the driver.  Its errors become ours here, which name the server but never a credential; what
was cut off is tried again while patience lasts.  Nothing answers in its place.
"""

import logging
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import neo4j
from neo4j import READ_ACCESS, WRITE_ACCESS, GraphDatabase, ManagedTransaction, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
    UnsupportedServerProduct,
)

from ontology.errors import AnswerTooLong, BadInput, QueryRefused, QueryStopped, StoreRefused, StoreUnreachable

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
#: The oldest server whose Cypher has all that ours needs.
OLDEST = (4, 4)
#: Seconds in which a connection must stand.
CONNECTING = 5.0
#: Seconds that one statement of ours may take on the server.
STATEMENT = 120.0
logging.getLogger("neo4j").addHandler(logging.NullHandler())  # what it would say, our errors say in one line

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Login:
    """Where the server is and who asks; the password is shown nowhere."""

    uri: str
    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str = "neo4j"
    #: Seconds in which a transaction that was cut off is tried again.
    patience: float = 15.0

    @property
    def address(self) -> str:
        """Server and database without any credential."""
        parts = urlsplit(self.uri)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]} (database {self.database})"


class Neo4j:
    """A database; safe to share between threads."""

    name = "neo4j"

    def __init__(self, login: Login, driver: neo4j.Driver) -> None:
        self.login, self._driver = login, driver

    def read(self, text: str, **parameters: object) -> list[Row]:
        """The rows of a query of ours, from a replica where there are some.

        Raises:
            StoreUnreachable, StoreRefused; QueryRefused: the server does not know how to answer it.
        """
        return self._run(text, parameters, READ_ACCESS)

    def write(self, text: str, **parameters: object) -> list[Row]:
        """The rows of a statement that changes something, in a transaction of its own.

        Raises:
            StoreUnreachable: also where it cannot be known whether it was done; StoreRefused.
        """
        return self._run(text, parameters, WRITE_ACCESS)

    def look(self, text: str, parameters: Mapping[str, object], *, rows: int, seconds: float) -> list[Row]:
        """The rows of a query of the user's, at most ``rows``; whatever it did is undone.

        Raises:
            AnswerTooLong, QueryStopped, QueryRefused, StoreUnreachable, StoreRefused.
        """
        try:
            with (
                self._driver.session(database=self.login.database, default_access_mode=READ_ACCESS) as session,
                session.begin_transaction(timeout=seconds) as transaction,
            ):
                found = transaction.run(text, dict(parameters))
                answer = [record.data() for record in islice(found, rows + 1)]
                transaction.rollback()
        except (DriverError, Neo4jError, OSError) as error:
            raise _ours(error, self.login) from None
        if len(answer) > rows:
            raise AnswerTooLong(rows)
        return answer

    def _run(self, text: str, parameters: Mapping[str, object], access: str) -> list[Row]:
        @unit_of_work(timeout=STATEMENT)
        def work(transaction: ManagedTransaction) -> list[Row]:
            # the texts are files of ours, with names of an allow list in them; every value is a parameter
            return [dict(record) for record in transaction.run(text, dict(parameters))]

        try:
            with self._driver.session(database=self.login.database, default_access_mode=access) as session:
                if access == READ_ACCESS:
                    return session.execute_read(work)
                return session.execute_write(work)
        except (DriverError, Neo4jError, OSError) as error:
            raise _ours(error, self.login) from None

    def answers(self) -> bool:
        """Whether it answers now, or does before patience is at its end."""
        until = time.monotonic() + self.login.patience
        while True:
            try:
                with self._driver.session(database=self.login.database, default_access_mode=READ_ACCESS) as session:
                    session.run("RETURN 1").consume()
                    return True
            except (DriverError, Neo4jError, OSError):
                if time.monotonic() > until:
                    return False
                time.sleep(0.2)

    def close(self) -> None:
        """Let go of the connections."""
        self._driver.close()


def open(login: Login) -> Neo4j:
    """A connection that has been tried.

    Raises:
        BadInput: the address is none; StoreUnreachable, StoreRefused: says why and what to do.
    """
    parts = urlsplit(login.uri)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise BadInput(f"TONE_NEO4J_URI needs one of {', '.join(SCHEMES)} and a host: neo4j://localhost:7687")
    if "@" in parts.netloc:
        raise BadInput("TONE_NEO4J_URI holds credentials; put them in TONE_NEO4J_USER and TONE_NEO4J_PASSWORD")
    try:
        driver = GraphDatabase.driver(
            login.uri,
            auth=(login.user, login.password),
            connection_timeout=CONNECTING,
            connection_acquisition_timeout=CONNECTING,
            max_transaction_retry_time=login.patience,
            user_agent="tone-kg",
        )
    except (ConfigurationError, ValueError) as error:
        raise BadInput(f"TONE_NEO4J_URI cannot be used: {error}") from None
    try:
        _must_be_young_enough(driver.get_server_info().agent, login)
        with driver.session(database=login.database, default_access_mode=READ_ACCESS) as session:
            session.run("RETURN 1").consume()
    except (DriverError, Neo4jError, OSError) as error:
        driver.close()
        raise _ours(error, login) from None
    except StoreRefused:
        driver.close()
        raise
    return Neo4j(login, driver)


def _must_be_young_enough(agent: str, login: Login) -> None:
    if (known := re.match(r"Neo4j/(\d+)\.(\d+)", agent)) and (int(known[1]), int(known[2])) < OLDEST:
        raise StoreRefused(login.address, f"{agent} is too old; Neo4j {OLDEST[0]}.{OLDEST[1]} or newer is needed")


def _ours(error: Exception, login: Login) -> Exception:
    """The error of ours that says the same in one line, with a way out."""
    code = getattr(error, "code", None) or ""
    said = _first_line(error)
    match error:
        case AuthError():
            return StoreRefused(login.address, "user or password is wrong; see TONE_NEO4J_USER and TONE_NEO4J_PASSWORD")
        case UnsupportedServerProduct():
            return StoreRefused(login.address, f"it is no server of a kind we know: {said}")
        case ClientError() if code.endswith("DatabaseNotFound"):
            return StoreRefused(login.address, "there is no such database; see TONE_NEO4J_DATABASE")
        case Neo4jError() if ".Security." in code or code.endswith(("AccessMode", "ReadOnlyDatabase", "NotALeader")):
            return StoreRefused(login.address, f"this user may not do that here: {said}")
        case Neo4jError() if "TransactionTimedOut" in code:
            return QueryStopped("the query took longer than it may and was stopped")
        case ServiceUnavailable() | SessionExpired() | TransientError() | OSError():
            return StoreUnreachable(login.address, said)
        case Neo4jError() if code.startswith("Neo.ClientError.Statement."):
            return QueryRefused(f"not a query that this server can answer: {said}")
    return StoreUnreachable(login.address, said)


def _first_line(error: Exception) -> str:
    text = str(getattr(error, "message", None) or error).splitlines()
    line = text[0] if text else type(error).__name__
    return line if len(line) <= 160 else line[:160] + " …"


def plain(value: Any) -> Any:  # Any: whatever a query returns
    """A value of an answer as JSON has it: nodes and relationships as their properties, times as text."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(key): plain(held) for key, held in value.items()}
        case Sequence() | set() | frozenset():
            return [plain(held) for held in value]
    return str(value)
