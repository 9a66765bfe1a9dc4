"""Ten million labels of a Parquet file through a map, beside pandas doing the same with ``Series.map``.

Both read the file, translate one column and write a file with one column more; the baseline is given the
finished dictionary and counts nothing.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas
import pyarrow
import pyarrow.parquet

from api.adapters import harmonize
from ontology.world import load

ROWS = 10_000_000


def main() -> None:
    names = [label.label for label in load().label_set("goemotions")]
    pick = random.Random(13)  # noqa: S311  # any labels do; nothing is secret
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "in.parquet", Path(folder) / "out.parquet"
        labels = pyarrow.array(pick.choices(names, k=100_000) * (ROWS // 100_000))
        pyarrow.parquet.write_table(pyarrow.table({"id": range(ROWS), "label": labels}), file)
        known = {
            name: "|".join(goals) for name, goals in zip(names, harmonize(names, "goemotions", "ekman"), strict=True)
        }

        start = time.perf_counter()
        frame = pandas.read_parquet(file)
        frame["label_ekman"] = frame["label"].map(known)
        frame.to_parquet(out)
        mapped = time.perf_counter() - start

        start = time.perf_counter()
        frame["label"].map(known)
        alone = time.perf_counter() - start
        del frame

        command = ["harmonize", str(file), "--from", "goemotions", "--to", "ekman", "-o", str(out)]
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "api", *command], check=True, capture_output=True)
        ours = time.perf_counter() - start
    for name, seconds in (
        ("pandas, read + Series.map + write", mapped),
        ("Series.map alone", alone),
        ("tone harmonize, whole command", ours),
    ):
        print(f"{name:34} {seconds:6.2f} s  {seconds / mapped:5.2f} x  {ROWS / seconds / 1e6:6.1f} M rows/s")


if __name__ == "__main__":
    main()
