"""The door to pymilvus: calls with deadlines; `faults` says what those that fail mean."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from index.errors import IndexAway, IndexFault, IndexRefused, PassagesLost
from index.milvus.address import Address
from index.milvus.faults import fault_of, is_not_loaded
from index.milvus.schema import LONGEST

_READING = 10.0  # seconds; a guess: a search takes milliseconds, one of all passages a second
_WRITING = 60.0  # seconds; a guess: milvus-lite takes 1.3 s for a thousand rows
_LOADING = 300.0  # seconds; milvus-lite took 29 s for 100,000 passages
_CONNECTING = 5.0  # seconds; a guess
_LOOKING = 2.0  # seconds; a guess: whoever watches a service waits for three
_KNOCKING = 1.0  # seconds; a guess: where somebody listens, he takes a call in milliseconds
_SILENT = 1.0  # seconds without a reply after which it is asked whether anybody listens; a guess

_QUIET = {"grpc.keepalive_time_ms": 300_000, "grpc.keepalive_permit_without_calls": False}
"""pymilvus pings every ten seconds otherwise, and milvus-lite hangs up on that after some minutes
without a call. Calls have deadlines, so whether somebody is there is found out by the next."""

_T = TypeVar("_T")


class Found(NamedTuple):
    """A row that a search found, with its score and the fields that were asked for."""

    id: int
    score: float
    fields: dict[str, Any]


class Connection:
    """Calls of one Milvus; safe to share between threads.

    Nothing is connected before the first call. A Milvus that went away is looked for anew by each
    call, so it is there as soon as it is back.
    """

    def __init__(self, address: Address) -> None:
        """Remember where Milvus is.

        Raises:
            IndexFault: If pymilvus is not installed.
        """
        self.address = address
        self._pymilvus = _pymilvus()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._client: Any = None
        self._version = ""
        self._heard = 0.0  # when the last call was answered
        self.losses = 0
        """How often a collection was not there that should be."""

    @property
    def has_words(self) -> bool:
        """Return whether this Milvus can search by words: from 2.5 on, and milvus-lite does."""
        self._connected()
        numbers = [part for part in self._version.lstrip("v").split(".")[:2] if part.isdecimal()]
        return not numbers or [int(part) for part in numbers] >= [2, 5]

    def is_lite(self) -> bool:
        """Tell whether this is milvus-lite, which does not say its version."""
        self._connected()
        return not self._version

    def close(self) -> None:
        """Hang up; the next call connects anew."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def knock(self) -> None:
        """See whether Milvus answers us.

        Raises:
            IndexAway: If it does not, in two seconds or so.
            IndexRefused: If it does not let us in.
        """
        self._call(lambda c: c.list_collections(timeout=_LOOKING))

    # Collections ------------------------------------------------------------------

    def open(self, name: str, dimension: int, *, make: bool) -> bool:
        """Make a collection ready, which is made first if need be; return if it has words.

        Raises:
            IndexAway: If Milvus cannot be reached.
            PassagesLost: If there is none, and none is to be made.
            IndexRefused: If it does not let us, or has something else under this name.
        """
        if make and not self._call(lambda c: c.has_collection(name, timeout=_READING)):
            self._make(name, dimension)
        has_words = self._described(name, dimension)
        # One that is new has none, and whoever made it may have been killed before them.
        for field in ("vector", "words") if has_words else ("vector",):
            self._require_index(name, field)
        self._load(name)
        return has_words

    def _described(self, name: str, dimension: int) -> bool:
        """Return whether a collection has words; refuse it if it is not as we make them."""
        told = self._call(lambda c: c.describe_collection(name, timeout=_READING))
        fields = {field["name"]: field for field in told["fields"]}
        has_words = "words" in fields
        wanted = {field.name for field in self._schema(dimension, has_words).fields}
        found = fields.get("vector", {}).get("params", {}).get("dim", 0)
        if not wanted <= fields.keys() or int(found) != dimension:
            raise IndexRefused(
                f"Milvus at {self.address.endpoint} has a collection {name} of another format "
                f"({', '.join(sorted(fields))}; vectors of {found}): use the version of Pincite "
                "that made it, or add the documents to a new collection"
            )
        return has_words

    def names(self) -> list[str]:
        """Return the names of all collections."""
        return list(self._call(lambda c: c.list_collections(timeout=_READING)))

    def drop(self, name: str) -> None:
        """Remove a collection with all that is in it."""
        self._call(lambda c: c.drop_collection(name, timeout=_WRITING))

    def _make(self, name: str, dimension: int) -> None:
        schema = self._schema(dimension, self.has_words)
        self._call(
            lambda c: c.create_collection(
                name, schema=schema, consistency_level="Bounded", timeout=_WRITING
            )
        )

    def _schema(self, dimension: int, with_words: bool) -> Any:
        kinds = self._pymilvus.DataType
        schema = self._pymilvus.MilvusClient.create_schema(
            auto_id=False, enable_dynamic_field=False
        )
        schema.add_field("id", kinds.INT64, is_primary=True)
        for name in ("epoch", "start", "stop", "own", "pieces"):
            schema.add_field(name, kinds.INT64)
        # The stems are ours, so the analyzer does no more than part them.
        analyzed = {"enable_analyzer": True, "analyzer_params": {"tokenizer": "whitespace"}}
        schema.add_field(
            "stems", kinds.VARCHAR, max_length=LONGEST, **(analyzed if with_words else {})
        )
        schema.add_field("row", kinds.VARCHAR, max_length=LONGEST)
        schema.add_field("vector", kinds.FLOAT_VECTOR, dim=dimension)
        if with_words:
            schema.add_field("words", kinds.SPARSE_FLOAT_VECTOR)
            schema.add_function(
                self._pymilvus.Function(
                    name="bm25",
                    function_type=self._pymilvus.FunctionType.BM25,
                    input_field_names=["stems"],
                    output_field_names=["words"],
                )
            )
        return schema

    def _require_index(self, name: str, field: str) -> None:
        if self._call(lambda c: c.list_indexes(name, field, timeout=_READING)):
            return
        params = self._params(field)
        # Not waited for: pymilvus sleeps half a second first, and there is no row yet.
        self._call(lambda c: c.create_index(name, params, timeout=_WRITING, sync=False))

    def _params(self, field: str) -> Any:
        """Return the index of a field."""
        params = self._pymilvus.MilvusClient.prepare_index_params()
        if field == "vector" and self._version:
            # As the local index has it (`index.vectors.hnsw`).
            shape = {"M": 16, "efConstruction": 200}
            params.add_index("vector", index_type="HNSW", metric_type="IP", params=shape)
        elif field == "vector":  # milvus-lite has no HNSW
            params.add_index("vector", index_type="AUTOINDEX", metric_type="IP", params={})
        else:
            params.add_index(
                "words",
                index_type="SPARSE_INVERTED_INDEX",
                metric_type="BM25",
                params={"bm25_k1": 1.2, "bm25_b": 0.75},  # those of FTS5
            )
        return params

    def _load(self, name: str) -> None:
        self._call(lambda c: c.load_collection(name, timeout=_LOADING))

    # Rows -------------------------------------------------------------------------

    def upsert(self, name: str, rows: Sequence[dict[str, Any]]) -> int:
        """Write rows in place of any with their ids; return Milvus' time of it, 0 if it has none.

        A reader that asks for that time sees them.
        """
        # pymilvus keeps the time of the last write of the process, so writes take turns.
        with self._writing:
            self._on(name, lambda c: c.upsert(name, data=list(rows), timeout=_WRITING))
            return self._last_write(name)

    def delete(self, name: str, expression: str) -> None:
        """Delete the rows that an expression holds of."""
        self._on(name, lambda c: c.delete(name, filter=expression, timeout=_WRITING))

    def search(
        self,
        name: str,
        field: str,
        query: Any,
        k: int,
        expression: str = "",
        output: Sequence[str] = (),
        stamp: int = 0,
    ) -> list[Found]:
        """Return up to `k` rows, best first: nearest to a vector, or by the words of a text."""
        found = self._on(
            name,
            lambda c: c.search(
                name,
                data=[query],
                anns_field=field,
                limit=k,
                filter=expression,
                output_fields=list(output),
                search_params=self._effort(field, k),
                timeout=_READING,
                **_seeing(stamp),
            ),
        )
        # pymilvus' own way to a value of a hit takes six times as long as that of a dictionary.
        of = dict.__getitem__
        return [
            Found(int(of(hit, "id")), float(of(hit, "distance")), of(hit, "entity"))
            for hit in found[0]
        ]

    def query(
        self, name: str, expression: str, output: Sequence[str], limit: int, stamp: int = 0
    ) -> list[dict[str, Any]]:
        """Return up to `limit` rows that an expression holds of, in no order."""
        return list(
            self._on(
                name,
                lambda c: c.query(
                    name,
                    filter=expression,
                    output_fields=list(output),
                    limit=limit,
                    timeout=_READING,
                    **_seeing(stamp),
                ),
            )
        )

    def _effort(self, field: str, k: int) -> dict[str, Any]:
        """Return how hard an HNSW graph is searched; ef is at least k, as it must be."""
        if field != "vector" or not self._version:
            return {}
        return {"params": {"ef": max(128, k)}}  # the local index begins with 128 too

    # Calls ------------------------------------------------------------------------

    def _on(self, name: str, call: Callable[[Any], _T]) -> _T:
        """Call something of a collection; one that a restarted server has not loaded is."""
        try:
            return self._call(call)
        except IndexFault as fault:
            if not isinstance(fault.__cause__, Exception) or not is_not_loaded(fault.__cause__):
                raise
        self._load(name)
        return self._call(call)

    def _call(self, call: Callable[[Any], _T]) -> _T:
        """Call Milvus.

        Raises:
            IndexAway: If it cannot be reached, takes too long, or is not ready.
            IndexRefused: If it does not let us, or never does such a thing.
            PassagesLost: If it has no such collection.
        """
        client = self._connected()
        # pymilvus itself tries again on a broken channel, for as long as the deadline allows.
        try:
            result = call(client)
        except self._faults as exc:
            fault = fault_of(exc, self.address)
            self.losses += isinstance(fault, PassagesLost)
            raise fault from exc
        self._heard = time.monotonic()
        return result

    def _connected(self) -> Any:
        # Knocking first: pymilvus would try until its deadline where nobody listens.
        if time.monotonic() - self._heard > _SILENT and not self._answers():
            self.close()
            raise IndexAway(f"Milvus at {self.address.endpoint} cannot be reached: is it running?")
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> Any:
        try:
            client = self._pymilvus.MilvusClient(
                uri=self.address.uri,
                token=self.address.token,
                db_name=self.address.database,
                timeout=_CONNECTING,
                dedicated=True,
                grpc_options=_QUIET,
            )
            self._version = self._asked_version(client)
            return client
        except self._faults as fault:
            raise fault_of(fault, self.address) from fault

    def _asked_version(self, client: Any) -> str:
        import grpc

        try:
            return str(client.get_server_version(timeout=_CONNECTING))
        except grpc.RpcError as fault:
            if fault.code() is grpc.StatusCode.UNIMPLEMENTED:  # milvus-lite
                return ""
            raise

    def _answers(self) -> bool:
        """Tell whether somebody listens where Milvus should be."""
        place = (self.address.host, self.address.port)
        try:
            socket.create_connection(place, timeout=_KNOCKING).close()
        except OSError:
            return False
        return True

    @property
    def _faults(self) -> tuple[type[Exception], ...]:
        import grpc

        return (self._pymilvus.MilvusException, grpc.RpcError, grpc.FutureTimeoutError)

    def _last_write(self, name: str) -> int:
        from pymilvus.client.ts_utils import get_collection_ts

        database = self.address.database or "default"
        for known in (self.address.database, database):
            if stamp := get_collection_ts(name, self.address.endpoint, known):
                return int(stamp)
        return 0


def _seeing(stamp: int) -> dict[str, Any]:
    """Return what makes a call see all that was written up to a time of Milvus."""
    if not stamp:
        return {}
    return {"consistency_level": "Customized", "guarantee_timestamp": stamp}


def _pymilvus() -> Any:
    try:
        import pymilvus
    except ModuleNotFoundError as missing:
        raise IndexFault(
            "PINCITE_INDEX names a Milvus, and its client is not installed: "
            "pip install 'pincite[scale]'"
        ) from missing
    # It prints a traceback of every call that fails, which may hold what users wrote.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    return pymilvus
