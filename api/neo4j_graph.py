"""The graph in Neo4j as the service sees it: filled from its tables, compared with them, asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.neo4j.content import believed
from kg.neo4j.guard import only_reads
from kg.neo4j.questions import CypherQuestions
from kg.neo4j.sync import Difference, difference, sync
from kg.neo4j.verify import Verified, must_be_whole, repair, verify
from kg.property_graph.graph import Graph
from kg.stores.neo4j import Login, Neo4j, Row, plain
from kg.stores.neo4j import open as open_database

if TYPE_CHECKING:
    from api.service.stores import Stores

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Neo4jGraph:
    """A database and the service whose tables it is to hold."""

    service: "Stores"
    database: Neo4j

    @classmethod
    def open(cls, service: "Stores") -> "Neo4jGraph":
        """Connect as the settings say.

        Raises:
            BadInput, StoreUnreachable, StoreRefused.
        """
        s = service.settings
        return cls(service, open_database(Login(s.neo4j_uri, s.neo4j_user, s.neo4j_password, s.neo4j_database)))

    @property
    def graph(self) -> Graph:
        """What is to be there; raises as ``Service.property_graph`` does."""
        return self.service.property_graph

    @property
    def version(self) -> str:
        """That of the tables."""
        return self.service.world.version

    def difference(self) -> Difference:
        """What a sync would do."""
        return difference(self.graph.hashes, believed(self.database))

    def sync(self, progress: Progress) -> Difference:
        """See ``kg.neo4j.sync``."""
        return sync(self.database, self.graph, self.version, progress=progress)

    def verify(self) -> Verified:
        """See ``kg.neo4j.verify``."""
        return verify(self.database, self.graph)

    def repair(self, progress: Progress) -> Difference:
        """See ``kg.neo4j.verify``."""
        return repair(self.database, self.graph, self.version, progress=progress)

    def query(self, text: str, parameters: Mapping[str, object], *, rows: int, seconds: float) -> list[Row]:
        """The rows of a query of the user's, as JSON has them.

        Raises:
            QueryRefused: it would change something, or is none; AnswerTooLong, QueryStopped.
        """
        only_reads(text)
        found = self.database.look(text, parameters, rows=rows, seconds=seconds)
        return [{name: plain(value) for name, value in row.items()} for row in found]

    def questions(self) -> CypherQuestions:
        """The questions, answered by a graph that is whole.

        Raises:
            GraphNotWhole.
        """
        must_be_whole(self.database, self.graph, self.version)
        return CypherQuestions(self.database)
