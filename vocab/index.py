"""Exact cosine search: with thousands of vectors a matrix product needs no index."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vocab.embedder import Vectors


@dataclass(frozen=True)
class Index:
    """Unit vectors, shape (n, dim), and a key for each row."""

    vectors: Vectors
    keys: Sequence[str]

    def search(self, queries: Vectors, k: int) -> list[list[tuple[str, float]]]:
        """For each query row the ``k`` nearest keys with their cosine, nearest first; ties by row.

        One query and a batch give identical results.
        """
        found = []
        for query in queries:  # row by row: a product of matrices may round otherwise than one of vectors
            cosines = self.vectors @ query
            order = np.argsort(-cosines, kind="stable")[:k]
            found.append([(self.keys[i], float(cosines[i])) for i in order])
        return found
