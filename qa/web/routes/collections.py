"""The routes of whole collections: which there are, how they come and go, and the bin."""

from dataclasses import asdict

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from index import LoggedChange
from qa.web.current import asker, default_collection
from qa.web.current import collections as served
from qa.web.description import fails
from qa.web.schemas import collections as schemas
from qa.web.watching.author import author, log_of

Reply = Response | tuple[Response | str, int]

collections = APIBlueprint("collections", __name__)

_CHANGING = ("unknown_collection", "collection_exists", "collection_in_use", "collection_kept")


@collections.get(
    "/api/v1/collections",
    summary="List the collections",
    responses={200: schemas.CollectionsReply},
    openapi_extensions=fails(),
)
def list_collections() -> Reply:
    """Return the collections by name, with how much is in each.

    Each has all addresses of this description below `/api/v1/collections/NAME/`, such as
    `POST /api/v1/collections/letters/ask`, and below `/c/NAME/`, where also the page, `/mcp`
    and `/v1/` are. Without a name they mean the default collection.
    """
    known, who = served(), asker()
    default = default_collection()
    return jsonify(
        default=default if who.may("read", default) else "",
        may_change=known.may_change and who.may("administer", default),
        collections=[asdict(one) for one in known.summaries(who)],
    )


@collections.post(
    "/api/v1/collections",
    summary="Create a collection",
    responses={201: schemas.CollectionReply},
    openapi_extensions=fails(*_CHANGING, stores=True),
)
def create_collection(body: schemas.NewCollectionBody) -> Reply:
    """Make an empty collection."""
    made = jsonify(asdict(served().create(body.name, author())))
    log_of(body.name, LoggedChange("collection_created"))
    made.headers["Location"] = f"/api/v1/collections/{body.name}"
    return made, 201


@collections.get(
    "/api/v1/collections/<name>",
    summary="See a collection",
    responses={200: schemas.CollectionReply},
    openapi_extensions=fails(),
)
def show_collection(path: schemas.CollectionPath) -> Reply:
    """Return how much is in a collection."""
    return jsonify(asdict(served().summary(path.name, asker())))


@collections.patch(
    "/api/v1/collections/<name>",
    summary="Rename a collection",
    responses={200: schemas.CollectionReply},
    openapi_extensions=fails(*_CHANGING, stores=True),
)
def rename_collection(path: schemas.CollectionPath, body: schemas.RenameBody) -> Reply:
    """Give a collection another name; its addresses change with it.

    Requests that are being answered under the old one end with `collection_gone`.
    """
    renamed = served().rename(path.name, body.name, author())
    names = (("from", path.name), ("to", body.name))
    log_of(body.name, LoggedChange("collection_renamed", details=names))
    return jsonify(asdict(renamed))


@collections.delete(
    "/api/v1/collections/<name>",
    summary="Remove a collection",
    responses={200: schemas.RemovedReply, 204: None},
    openapi_extensions=fails(*_CHANGING, stores=True),
)
def remove_collection(path: schemas.CollectionPath, query: schemas.RemoveQuery) -> Reply:
    """Put a collection into the bin for 30 days, or with `now` erase it for good.

    Requests that are being answered from it end with `collection_gone`.
    """
    known = served()
    removed = known.remove(path.name, author())
    if query.now:
        known.erase(removed.id, author())
        return "", 204
    log_of(removed.id, LoggedChange("collection_removed"), removed=True)
    return jsonify(asdict(removed))


@collections.get(
    "/api/v1/bin",
    summary="List removed collections",
    responses={200: schemas.BinReply},
    openapi_extensions=fails(),
)
def list_bin() -> Reply:
    """Return the collections that can be restored, what was removed last first."""
    return jsonify(removed=[asdict(one) for one in served().removed()])


@collections.post(
    "/api/v1/bin/<removed_id>/restore",
    summary="Restore a collection",
    responses={201: schemas.CollectionReply},
    openapi_extensions=fails(*_CHANGING, stores=True),
)
def restore_collection(path: schemas.RemovedPath, body: schemas.RestoreBody) -> Reply:
    """Bring a collection back from the bin as it was, under another name if one is given."""
    back = served().restore(path.removed_id, body.name or "", author())
    log_of(back.name, LoggedChange("collection_brought_back"))
    made = jsonify(asdict(back))
    made.headers["Location"] = f"/api/v1/collections/{back.name}"
    return made, 201


@collections.delete(
    "/api/v1/bin/<removed_id>",
    summary="Erase a removed collection",
    responses={204: None},
    openapi_extensions=fails("collection_in_use", stores=True),
)
def erase_collection(path: schemas.RemovedPath) -> Reply:
    """Erase a collection that is in the bin, for good."""
    served().erase(path.removed_id, author())
    return "", 204
