"""Pages of PDFs as images, with the quoted words boxed."""

import hashlib

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint

from qa.web.current import service
from qa.web.description import fails
from qa.web.errors import ApiError, unknown_document
from qa.web.schemas import requests as bodies

page_images = APIBlueprint("page_images", __name__)

_DRAWING = ("damaged", "encrypted", "reader_stopped", "too_large", "unreadable")


@page_images.get(
    "/api/v1/documents/<document_id>/pages/<number>.png",
    summary="See a page of a PDF",
    responses={200: {"content": {"image/png": {"schema": {"type": "string"}}}}, 304: None},
    openapi_extensions=fails("unknown_document", "unknown_page", "no_pictures", *_DRAWING),
)
def page_image(path: bodies.PagePath, query: bodies.PageQuery) -> Response:
    """Return a page as an image; the words from `start` to `end` that are on it are boxed.

    Offsets are those of a citation. The image has an ETag: asked for with
    `If-None-Match`, one that has not changed is not drawn again.
    """
    with service().index.reader() as reader:
        document = reader.document(path.document_id)
        original = reader.original(path.document_id)
    if document is None:
        raise unknown_document()
    page = next((page for page in document.pages if page.number == path.number), None)
    drawn = f"{document.version} {document.origin_sha256} {path.number} {query!r}"
    reply = Response(mimetype="image/png")
    reply.set_etag(hashlib.sha256(drawn.encode()).hexdigest()[:32])
    reply.headers["Cache-Control"] = "private, no-cache"
    if original is None or not original.has_pages:
        raise ApiError("no_pictures", "Only the pages of a PDF that was kept can be shown.")
    if page is None:
        raise ApiError(
            "unknown_page", f"There is no such page. The document has {len(document.pages)}."
        )
    if request.if_none_match.contains_weak(reply.get_etag()[0] or ""):
        reply.status_code = 304
        return reply
    start, end = max(query.start, page.start), min(query.end, page.end)
    span = (start - page.start, end - page.start) if start < end else (0, 0)
    reply.data = service().pool.page_image(
        original, page.number, document.text[page.start : page.end], span, query.width
    )
    return reply
