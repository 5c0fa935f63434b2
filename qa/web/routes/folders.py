"""The routes of the folders of `pincite serve FOLDER`: how far they are, and looking again."""

from dataclasses import asdict

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from qa.web.current import service
from qa.web.description import fails
from qa.web.schemas import folders as replies

folders = APIBlueprint("folders", __name__)


@folders.get(
    "/api/v1/folders",
    summary="Watch the folders",
    responses={200: replies.FoldersReply},
    openapi_extensions=fails(),
)
def folder_progress() -> Response:
    """Return how much of the folders that the service was started with has been read."""
    return jsonify(asdict(service().folders.progress))


@folders.post(
    "/api/v1/folders",
    summary="Look at the folders again",
    responses={202: replies.FoldersReply},
    openapi_extensions=fails(stores=True),
)
def look_again() -> tuple[Response, int]:
    """Look again for files that are new, changed or gone, and try those that were refused."""
    service().folders.look_again()
    return jsonify(asdict(service().folders.progress)), 202
