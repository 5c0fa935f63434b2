"""A server that speaks as Milvus does and refuses what it is asked."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc
from pymilvus.grpc_gen import common_pb2, milvus_pb2, milvus_pb2_grpc

Refusal = tuple[grpc.StatusCode, str] | tuple[int, str]
"""A status of gRPC, or a code of Milvus, with what is said."""


class _Refusing(milvus_pb2_grpc.MilvusServiceServicer):  # type: ignore[misc]
    def __init__(self, refusal: Refusal) -> None:
        self._code: Any = refusal[0]
        self._said = refusal[1]

    def Connect(self, request: Any, context: grpc.ServicerContext) -> Any:
        # Milvus looks at the password before anything else, and at rights and databases later.
        if self._code is grpc.StatusCode.UNAUTHENTICATED:
            context.abort(self._code, self._said)
        return milvus_pb2.ConnectResponse(status=common_pb2.Status(), identifier=1)

    def GetVersion(self, request: Any, context: grpc.ServicerContext) -> Any:
        return milvus_pb2.GetVersionResponse(status=common_pb2.Status(), version="v2.5.1")

    def HasCollection(self, request: Any, context: grpc.ServicerContext) -> Any:
        return milvus_pb2.BoolResponse(status=self._status(context))

    def DescribeCollection(self, request: Any, context: grpc.ServicerContext) -> Any:
        return milvus_pb2.DescribeCollectionResponse(status=self._status(context))

    def ShowCollections(self, request: Any, context: grpc.ServicerContext) -> Any:
        return milvus_pb2.ShowCollectionsResponse(status=self._status(context))

    def _status(self, context: grpc.ServicerContext) -> Any:
        if isinstance(self._code, grpc.StatusCode):
            context.abort(self._code, self._said)
        return common_pb2.Status(code=self._code, reason=self._said)


@contextmanager
def refusing(refusal: Refusal) -> Iterator[str]:
    """Run such a server, and return its address."""
    server = grpc.server(ThreadPoolExecutor(4))
    port = server.add_insecure_port("127.0.0.1:0")
    milvus_pb2_grpc.add_MilvusServiceServicer_to_server(_Refusing(refusal), server)
    server.start()
    try:
        yield f"milvus+http://ann:secret@127.0.0.1:{port}/birds"
    finally:
        server.stop(None).wait()
