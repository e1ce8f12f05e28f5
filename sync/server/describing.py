"""The OpenAPI document: what the routes say of themselves, the exact messages, and what neither knows: troubles, tokens, bytes."""

import json
from typing import Any

import msgspec
from litestar import Litestar

from sync.protocol import messages, pack_file, parcels, restoring
from sync.server.calls import needs_token
from sync.server.wire import PROBLEM_TYPE

REF = "#/components/schemas/{name}"
TROUBLES = {
    "4XX": "refused; `code` says why, `action` what a laptop does about it",
    "503": "busy, going down, or the database is away; Retry-After says when",
    "507": "no space left",
}
JSON, BYTES, PACKED = "application/json", "application/offset+octet-stream", "application/msgpack"
PACK_FILE = "/v1/packs/{version}/{sha256}"
PHOTO, PARCEL, BUNDLE = "/v1/uploads/{whose}/{sha256}", "/v1/parcels/{whose}/{sha256}", "/v1/uploads/{whose}"
NUMBER = {"type": "string", "pattern": "^[0-9]{1,12}$"}
NAMES = {"whose": "^[0-9A-Za-z_-]{1,64}$", "sha256": "^[0-9a-f]{64}$", "version": "^[0-9]{1,16}$"}  # in paths
RAW = {"type": "string", "format": "binary"}
PHOTOS = {
    "type": "object", "required": ["photos"], "additionalProperties": False, "properties": {"photos": {
        "type": "object", "minProperties": 1, "maxProperties": messages.BUNDLE_PHOTOS, "additionalProperties": RAW,
        "propertyNames": {"pattern": NAMES["sha256"]},
    }},
}  # fmt: skip
CHECKSUM = {
    "type": "string",
    "description": "`sha256 ` and the base64 of the body's digest; needed where there is a body",
}
Document = dict[str, Any]


def described(app: Litestar) -> bytes:
    """The document of an application that has routes and a configuration for it."""
    document = app.openapi_schema.to_schema()
    document["components"] = {
        "schemas": _messages(document["components"]["schemas"]),
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "from `POST /v1/token`"}},
    }
    guarded = {
        (route.path_format, method.lower())
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
        if needs_token in (handler.guards or ())
    }
    for path, calls in document["paths"].items():
        for method, call in calls.items():
            if (path, method) in guarded:
                call["security"] = [{"token": []}]
            for parameter in call.get("parameters", ()):
                parameter["schema"] |= {"pattern": NAMES[parameter["name"]]}
            _tell_troubles(call, has_body=method != "head")
    for path in (PHOTO, PARCEL):
        _tell_upload(document["paths"][path])
    _tell_bytes(document["paths"])
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _messages(named: Document) -> Document:
    """The messages of these names as msgspec decodes them; the framework does not know all of its types."""
    known = {**vars(messages), **vars(restoring), **vars(parcels), **vars(pack_file)}
    models = [known[name] for name in named if name in known]
    _, schemas = msgspec.json.schema_components([*models, messages.ProblemAnswer], ref_template=REF)
    return dict(schemas)


def _tell_troubles(call: Document, *, has_body: bool) -> None:
    call["responses"].pop("400", None)
    content = {PROBLEM_TYPE: {"schema": {"$ref": REF.format(name="ProblemAnswer")}}}
    for status, text in TROUBLES.items():
        call["responses"][status] = {"description": text} | ({"content": content} if has_body else {})


def _tell_upload(calls: Document) -> None:
    """tus 1.0: the headers that say what is there, and bytes as they are."""
    said = {"Upload-Offset": {"schema": NUMBER, "description": "bytes that the centre has"}}
    total = {"Upload-Length": {"schema": NUMBER, "description": "bytes of the whole"}}
    for method, status, needed, told in (
        ("post", "201", "Upload-Length", {"Location": {"schema": {"type": "string"}}}),
        ("patch", "204", "Upload-Offset", {}),
    ):
        calls[method]["parameters"] += [_header(needed, NUMBER, needed=True), _header("Upload-Checksum", CHECKSUM)]
        calls[method]["requestBody"] = {"content": {BYTES: {"schema": RAW}}}
        calls[method]["responses"][status] = {"description": "taken", "headers": said | told}
    calls["head"]["responses"]["200"] = {"description": "how far it has come", "headers": said | total}


def _tell_bytes(paths: Document) -> None:
    paths[BUNDLE]["post"]["requestBody"] = {
        "required": True, "content": {PACKED: {"schema": PHOTOS}}, "description": "whole photos by their SHA-256",
    }  # fmt: skip
    paths["/v1/restore/bundle"]["post"]["responses"]["200"] = {
        "description": "bytes by SHA-256", "content": {PACKED: {"schema": PHOTOS}},
    }  # fmt: skip
    answer = paths[PARCEL]["get"]["responses"]
    answer["200"]["content"] = {JSON: {"schema": {"$ref": REF.format(name="ParcelAnswer")}}}
    answer["202"] = {"description": "it is being taken in; ask again", "content": {JSON: {"schema": {"type": "null"}}}}
    file = paths[PACK_FILE]["get"]
    file["parameters"] += [_header("Range", {"type": "string", "pattern": "^bytes=[0-9]{1,12}-[0-9]{1,12}$"})]
    content = {"application/octet-stream": {"schema": RAW}}
    file["responses"]["200"] = {"description": "the whole file", "content": content}
    file["responses"]["206"] = {"description": "the bytes that Range names", "content": content}
    lines = paths["/v1/lines"]["post"]
    lines["parameters"] = [_header("Content-Encoding", {"type": "string", "enum": ["zstd", "identity"]})]


def _header(name: str, schema: Document, *, needed: bool = False) -> Document:
    return {"name": name, "in": "header", "required": needed, "schema": schema}
