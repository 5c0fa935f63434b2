"""The pages: the chat page, and the documentation of the API."""

from typing import Any

from flask import Response, jsonify, render_template, request
from flask_openapi3.openapi import OpenAPI

from corpus.language import LANGUAGES
from qa.answering.certainty import LIKELY, VERY_LIKELY
from qa.errors import UnknownCollection
from qa.web.current import (
    collection_in_address,
    collections,
    here,
    require_collection,
    service,
    visited,
)
from qa.web.description import EVERYWHERE
from qa.web.errors import STATUS
from qa.web.schemas.requests import DocumentPath
from qa.web.security.rights import is_locked


def register(app: OpenAPI) -> None:
    """Add the pages to the app; what they show comes with the package."""

    @app.get("/", doc_ui=False)
    def page() -> tuple[str, int]:
        # Behind a key nothing tells a stranger which collections there are.
        if not is_locked():
            try:
                require_collection()
            except UnknownCollection:
                return render_template("missing.html", what="collection"), 404
        return chat_page(), 200

    @app.get("/read/<document_id>", doc_ui=False)
    def read(path: DocumentPath) -> tuple[str, int]:
        """Serve the page, which opens the document; what is to be marked is in the query.

        `collection` in it names that of the document, where the page is of another one.
        """
        # Behind a key nothing tells a stranger which documents there are.
        if is_locked():
            return chat_page(reading=True), 200
        other = request.args.get("collection", "")
        try:
            index = (visited(other) if other else service()).index
        except UnknownCollection:
            return render_template("missing.html", what="collection"), 404
        with index.reader() as reader:
            known = path.document_id in reader.infos([path.document_id])
            known = known or bool(reader.by_version(request.args.getlist("version")[:1]))  # moved
        if not known:
            return render_template("missing.html", what="document"), 404
        return chat_page(reading=True), 200

    @app.get("/docs", doc_ui=False)
    def docs() -> str:
        return render_template(
            "docs.html", operations=operations(app.api_doc), api=app.api_doc, codes=STATUS
        )

    @app.get("/openapi.json", doc_ui=False)
    def openapi() -> Response:
        servers = {"servers": [{"url": request.script_root}]} if request.script_root else {}
        return jsonify(app.api_doc | servers)


def chat_page(*, reading: bool = False) -> str:
    """Return the page, with the confidence levels at which its wording changes.

    It offers written answers only where there is a model to write them, and watches folders only
    where the service was started with one. With `reading`, the first paint waits for the style of
    the reader, because a document is opened at once.
    """
    served = collections()
    watches = served.default.folders.progress.state != "none"
    # Only of what the address says: whether that is the default one is nothing for a stranger.
    named = collection_in_address()
    return render_template(
        "page.html",
        root=here(""),
        collection=named,
        likely=LIKELY,
        very_likely=VERY_LIKELY,
        reading=reading,
        writes=bool(served.config.llm_url),
        folders=watches and not named,
        languages=LANGUAGES,
    )


def operations(api_doc: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the operations of an OpenAPI document, flat, with the fields they take."""
    found = []
    anywhere = {str(STATUS[code]) for code in EVERYWHERE}
    for path, methods in api_doc["paths"].items():
        for method, operation in methods.items():
            content: dict[str, dict[str, Any]] = operation.get("requestBody", {}).get("content", {})
            media = next(iter(content), "")
            body = content.get(media, {})
            found.append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": operation.get("summary", ""),
                    "description": operation.get("description", ""),
                    "media": media,
                    "fields": _fields(api_doc, body.get("schema", {})) or _query(operation),
                    "reply": _fields(api_doc, _reply_schema(operation)),
                    "statuses": sorted(set(operation["responses"]) - anywhere),
                }
            )
    return found


def _reply_schema(operation: dict[str, Any]) -> dict[str, Any]:
    for status in ("200", "201", "202"):
        content = operation["responses"].get(status, {}).get("content", {})
        if "application/json" in content:
            schema: dict[str, Any] = content["application/json"]["schema"]
            return schema
    return {}


def _fields(api_doc: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    schema = _resolved(api_doc, schema)
    required = schema.get("required", ())
    return [
        {
            "name": name,
            "type": _type(part),
            "required": name in required,
            "description": part.get("description", ""),
        }
        for name, part in schema.get("properties", {}).items()
    ]


def _query(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": part["name"],
            "type": _type(part["schema"]),
            "required": part.get("required", False),
            "description": part.get("description", ""),
        }
        for part in operation.get("parameters", ())
        if part["in"] == "query"
    ]


def _resolved(api_doc: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = api_doc["components"]["schemas"][name] if name else schema
    return found


def _type(part: dict[str, Any]) -> str:
    if "anyOf" in part:
        return " or ".join(_type(option) for option in part["anyOf"])
    if "$ref" in part:
        return str(part["$ref"]).rpartition("/")[2]
    if part.get("type") == "array":
        return f"list of {_type(part.get('items', {}))}"
    return str(part.get("type", "value"))
