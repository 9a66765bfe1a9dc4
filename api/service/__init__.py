"""Everything the product can do, in plain Python: GraphQL, HTTP and the command line are faces of it.

Building a ``Service`` reads tables only; the store and the model are opened at the first question
that needs them, once.
"""

from api.classification import Choice
from api.service.graph import Graph
from api.service.limits import MOST, within
from ontology.world import load

__all__ = ["MOST", "Service", "within"]


class Service(Graph):
    """The product over one ontology; safe to share between threads once warm."""

    def warm(self) -> None:
        """Open store, encoder and engine now, so that no later question waits for them.

        Raises:
            ModelMissing, MissingExtra, BadInput: a part that later questions will need is not there.
        """
        self.questions  # noqa: B018  # opening it is the point
        self.classify(["being glad that it went well"], Choice("ekman"))
        self.words.lookup("being glad that it went well")

    def renewed(self) -> "Service":
        """The same over tables read anew; the encoder is kept, since it is slow to load and does not depend on them.

        Raises:
            BadTable, OutOfRange: a table is not as it must be.
        """
        load.cache_clear()
        fresh = Service(self.settings)
        if "embedder" in vars(self):
            vars(fresh)["embedder"] = self.embedder
        return fresh

    @property
    def model_state(self) -> str:
        """``loaded`` once a question has needed the model, ``not loaded`` before."""
        return f"{self.embedder.name} loaded" if "embedder" in vars(self) else f"{self.settings.embedder} not loaded"

    def close(self) -> None:
        """Finish what was accepted, and let go of the store's files."""
        if "batcher" in vars(self):
            self.batcher.close()
        if "store" in vars(self):
            self.store.close()
        if "neo4j" in vars(self):
            self.neo4j.database.close()
