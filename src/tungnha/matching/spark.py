"""The same steps on Apache Spark: pieces of the list go to the workers, whole numbers come back.

Whatever is heavy runs there by the very functions that run here (`engine.compared_rows`: keys, join, compare;
`weigh.Scales`: what each field says), over Arrow batches. What one row's verdict takes from other rows (who is claimed
already, what is learnt) needs all of them and little work: it runs here. What a piece gives depends on its rows, the
register and the weights alone: the verdicts are those of one machine to the last digit, however the list is cut.
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from tungnha.matching.compare import Compared, Comparer
from tungnha.matching.engine import Tell, _decided, compared_rows, learnt
from tungnha.matching.join import Joiner
from tungnha.matching.listing import CodedList, code_list
from tungnha.matching.outcome import Outcome
from tungnha.matching.records import Progress
from tungnha.matching.reference import RegisterReference
from tungnha.matching.registers import CodedRegister, Settings
from tungnha.matching.repair import mend
from tungnha.matching.spark_session import session
from tungnha.matching.tables import TextTable
from tungnha.matching.weigh import Scales, Weighed
from tungnha.matching.weights import Weights

if TYPE_CHECKING:
    import pyarrow as pa

LEAST_PIECE, MOST_PIECE = 500, 50_000  # rows of the list that a worker compares at a time
PIECES_PER_CORE = 3


@dataclass(frozen=True)
class Carried:
    """What every worker is given once: a province is some hundred MB of whole numbers."""

    register: CodedRegister
    rows: CodedList
    settings: Settings

    def __reduce__(self) -> tuple[Any, ...]:
        """As one run of bytes: where Spark encrypts what it writes it takes no arrays beside them."""
        return _unpacked, (pickle.dumps((self.register, self.rows, self.settings), protocol=5),)

    @cached_property
    def comparer(self) -> Comparer:
        """This and the others are worked out once in each worker."""
        return Comparer(self.register, self.rows)

    @cached_property
    def joiner(self) -> Joiner:
        return Joiner(self.register, self.rows)

    @cached_property
    def scales(self) -> Scales:
        return Scales(self.comparer)


def _unpacked(held: bytes) -> Carried:
    return Carried(*pickle.loads(held))


def match_on_spark(
    master: str,
    register: CodedRegister,
    table: TextTable,
    fields: Mapping[str, int],
    *,
    undone: Collection[str] = (),
    weights: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
    progress: Tell | None = None,
) -> Outcome:
    """As `engine.match_table`. Raises CannotRun with one sentence where there can be no Spark."""
    tell = progress or (lambda step: None)
    held = settings or Settings()
    tell(Progress("Nối tới Spark", 0, 0))
    with session(master, held.memory_mb) as spark:
        tell(Progress("Sửa danh sách", 0, len(table)))
        mended = mend(table, fields, RegisterReference(register), undone)
        rows = code_list(register, mended.cells, mended.kinds, mended.trust)
        run = _Run(spark, Carried(register, rows, held))
        tell(Progress("So với sổ trên Spark", 0, len(rows)))
        compared = run.compared()
        scales = Scales(Comparer(register, rows))
        tell(Progress("Cân từng dòng trên Spark", 0, len(rows)))
        known = Weights.from_json(weights) if weights else learnt(scales, compared)
        return _decided(scales, compared, known, mended, table.row_ids, run.weighed(known))


class _Run:
    """Two jobs: the pairs with their levels, kept by the workers; then their weights."""

    def __init__(self, spark: Any, carried: Carried) -> None:
        self._names = list(Comparer(carried.register, carried.rows).compare(*_nobody()).levels)
        self._carried = spark.sparkContext.broadcast(carried)
        cores = max(spark.sparkContext.defaultParallelism, 1)
        count = len(carried.rows)
        piece = min(max(-(-count // (cores * PIECES_PER_CORE)), LEAST_PIECE), MOST_PIECE)
        pieces = [(start, min(start + piece, count)) for start in range(0, count, piece)]
        frame = spark.createDataFrame(pieces or [(0, 0)], "start long, stop long")
        schema = ", ".join(["row int", "person int", *(f"l{at} tinyint" for at in range(len(self._names)))])
        frame = frame.repartition(max(len(pieces), 1))
        self._pairs = frame.mapInArrow(_compare(self._carried, self._names), schema).persist()

    def compared(self) -> Compared:
        held = _columns(self._pairs)
        levels = {name: held[f"l{at}"] for at, name in enumerate(self._names)}
        compared = Compared(levels, held["row"], held["person"])
        return compared.take(_order(held))

    def weighed(self, weights: Weights) -> Weighed:
        """In the order of `compared`."""
        frame = self._pairs.mapInArrow(
            _weigh(self._carried, self._names, weights.to_json()), "row int, person int, own double, kin double"
        )
        held = _columns(frame)
        order = _order(held)
        return Weighed(held["own"][order], held["kin"][order])


def _columns(frame: Any) -> dict[str, Any]:
    table = frame.toArrow()
    return {name: table.column(name).to_numpy() for name in table.column_names}


def _order(held: dict[str, Any]) -> Any:
    return np.argsort((held["row"].astype(np.int64) << 32) | held["person"], kind="stable")


def _nobody() -> tuple[Any, Any]:
    return np.zeros(0, np.int32), np.zeros(0, np.int32)


# -- in the workers


def _compare(carried: Any, names: list[str]) -> Any:
    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        held: Carried = carried.value
        for batch in batches:
            for start, stop in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
                which = np.arange(start, stop, dtype=np.int64)
                found = compared_rows(held.comparer, held.joiner, which[held.rows.readable[which]])
                columns: dict[str, Any] = {"row": found.row, "person": found.person}
                columns |= {f"l{at}": found.levels[name] for at, name in enumerate(names)}
                yield pa.RecordBatch.from_pydict({name: pa.array(values) for name, values in columns.items()})

    return run


def _weigh(carried: Any, names: list[str], weights: dict[str, Any]) -> Any:
    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        scales = carried.value.scales
        known = Weights.from_json(weights)
        for batch in batches:
            row, person, *levels = (column.to_numpy(zero_copy_only=False) for column in batch.columns)
            compared = Compared(dict(zip(names, levels, strict=True)), row, person)
            found = scales.weigh(compared, scales.cells(compared), known)
            columns = {"row": row, "person": person, "own": found.person, "kin": found.kin}
            yield pa.RecordBatch.from_pydict({name: pa.array(values) for name, values in columns.items()})

    return run
