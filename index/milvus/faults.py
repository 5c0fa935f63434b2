"""What Milvus and its client raise, as errors of this floor.

What is away comes back by itself, so it is worth waiting for. What is refused is refused until
somebody changes a setting, a right or the server.
"""

from collections.abc import Iterator

from index.errors import DiskFull, IndexAway, IndexFault, IndexRefused, PassagesLost
from index.milvus.address import Address

_LOST = 100
_NOT_LOADED = {101, 201}
_NO_DATABASE = {800, 802}
_STRANGER = {1400, 1800}  # the user or the password
_NO_RIGHT = {1401}
_REFUSED = {
    *(6, 10),  # what this server does not do
    *(102, 104, 105, 107, 108, 109, 200, 250),  # of collections, and how many there may be
    *(300, 301, 302, 303),
    *range(700, 800),  # of indexes
    *(801, 803),
    *range(1100, 1200),  # of what was asked
    *range(1402, 1410),
    *range(1600, 1800),  # of aliases and fields
    *range(1801, 1807),
    *range(1900, 2000),
    *(2001, 3000),
}
"""Codes of Milvus that the same call gets again, however long one waits (`pkg/util/merr` of its
sources has all). Others are of a part that starts, ends, is overloaded or in trouble."""
_ROOM = {7, 9}  # limits of disk, and of what else somebody has set

_TLS = ("CERTIFICATE_VERIFY_FAILED", "WRONG_VERSION_NUMBER", "unable to verify")
_STRANGER_SAID = ("auth check failure", "missing authorization")
"""What Milvus before 2.4 said of a wrong password, without a code."""
_TOO_LARGE = "larger than max"
_MOST = 300  # characters of what was said


def is_not_loaded(fault: Exception) -> bool:
    """Tell whether a collection must be loaded first, as after a restart of its server."""
    said = _said(fault).lower()
    return _code_of(fault) in _NOT_LOADED or any(
        words in said for words in ("not loaded", "notload", "not load")
    )


def fault_of(fault: Exception, address: Address) -> IndexFault:
    """Return what the client of Milvus raised as an error of this floor."""
    place = f"Milvus at {address.endpoint}"
    said = _said(fault)
    code, status = _code_of(fault), _status_of(fault)
    if status == "UNAUTHENTICATED" or code in _STRANGER or _has(said, _STRANGER_SAID):
        return IndexRefused(
            f"{place} refuses the user or the password of PINCITE_INDEX ({said}): check them, and "
            "write a %, @ or / in the password as %25, %40 or %2F"
        )
    if status == "PERMISSION_DENIED" or code in _NO_RIGHT:
        return IndexRefused(
            f"{place} does not let the user of PINCITE_INDEX do that ({said}): give him the right "
            "to make, read, change and drop collections"
        )
    if code in _NO_DATABASE:
        return IndexRefused(
            f"{place} has no database {address.database!r} ({said}): create it there, or correct "
            "the name at the end of PINCITE_INDEX"
        )
    if _has(said, _TLS):
        return IndexRefused(
            f"{place} and this machine do not agree on TLS ({said}): check whether PINCITE_INDEX "
            "begins with milvus+http or milvus+https, and whether the certificate is trusted here"
        )
    if code == _LOST:
        return PassagesLost(
            f"passages of this collection are not in {place} any more ({said}): check that "
            "PINCITE_INDEX names the right server and database, or restore a backup of Milvus; "
            "without one, add the documents again"
        )
    if code in _ROOM and "disk" in said.lower():
        return DiskFull(
            f"the disk of {place} is full, or its quota is used up ({said}): free some space and "
            "try again; nothing that was stored is lost"
        )
    if _is_refused(fault, code, status, said):
        return IndexRefused(
            f"{place} refuses what Pincite asks of it ({said}): check that it is Milvus 2.3 or "
            "newer, and what its log says"
        )
    return IndexAway(
        f"{place} does not answer ({said}): check that it runs; Pincite goes on by itself once it "
        "does"
    )


def _is_refused(fault: Exception, code: int, status: str, said: str) -> bool:
    if getattr(fault, "retriable", False):
        return False
    if status == "RESOURCE_EXHAUSTED":  # too many calls come to an end, one too large does not
        return _TOO_LARGE in said
    return (
        status in ("INVALID_ARGUMENT", "UNIMPLEMENTED", "OUT_OF_RANGE")
        or getattr(fault, "is_input_error", False)
        or code in _REFUSED
        or _refused_by_client(fault)
    )


def _refused_by_client(fault: Exception) -> bool:
    """Tell whether pymilvus sent nothing, because it does not fit what it knows of a collection."""
    from pymilvus import exceptions

    return isinstance(
        fault,
        exceptions.ParamError
        | exceptions.DataNotMatchException
        | exceptions.DataTypeNotMatchException
        | exceptions.DataTypeNotSupportException
        | exceptions.SchemaNotReadyException,
    )


def _code_of(fault: Exception) -> int:
    """Return the code of Milvus; 0 where it said none."""
    code = getattr(fault, "code", 0)
    return code if isinstance(code, int) else 0


def _status_of(fault: Exception) -> str:
    """Return the name of gRPC's status, which may be of what an error came from; "" for none."""
    import grpc

    for one in _and_causes(fault):
        if isinstance(one, grpc.RpcError):
            return str(one.code().name)
        code = getattr(one, "code", None)
        if isinstance(code, grpc.StatusCode):
            return str(code.name)
    return ""


def _said(fault: Exception) -> str:
    """Return what the server said, or else its client."""
    import grpc

    for one in reversed([*_and_causes(fault)]):
        said = one.details() if isinstance(one, grpc.RpcError) else getattr(one, "message", "")
        if said:
            return " ".join(str(said).split())[:_MOST]
    return _status_of(fault) or type(fault).__name__


def _and_causes(fault: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came from; pymilvus raises some from themselves."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__  # type: ignore[assignment]


def _has(said: str, words: tuple[str, ...]) -> bool:
    return any(word in said for word in words)
