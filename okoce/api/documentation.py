"""Reads the OpenAPI description into what the documentation page shows: operations, their parts, their examples."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from okoce.api import limits

Schema = dict[str, Any]

_TYPES = {
    "string": "teks",
    "integer": "bilangan bulat",
    "number": "bilangan",
    "boolean": "true/false",
    "array": "daftar",
    "object": "objek",
}
_FORMATS = {"date": "tanggal", "date-time": "saat", "uri": "alamat"}
_WHERE = {"query": "alamat", "path": "alamat", "header": "kepala"}


_PROBLEM = {
    "type": "/api/v1/docs/#tidak-sah",
    "title": "Isi tidak sah",
    "status": 422,
    "detail": "Ada isian yang perlu diperbaiki; lihat errors.",
    "errors": [{"detail": "Tulis tanggal seperti 2018-09-09.", "pointer": "#/issued_on"}],
}


@dataclass(frozen=True)
class Member:
    """One member of a body or an answer, or one parameter."""

    name: str
    kind: str
    required: bool
    says: str
    where: str = ""


@dataclass(frozen=True)
class Operation:
    """One operation, as the page shows it."""

    anchor: str
    method: str
    path: str
    title: str
    says: str
    public: bool
    parameters: list[Member]
    body: list[Member]
    body_example: str
    success: str
    answer: list[Member]
    answer_example: str
    refusals: list[tuple[str, str]]


@cache
def schema() -> Schema:
    """The OpenAPI description of the API; the same for everybody, until the code changes."""
    return SchemaGenerator().get_schema(request=None, public=True)


def page() -> dict[str, Any]:
    """What the documentation page shows, what needs no token first."""
    operations = [
        _operation(path, method, operation)
        for path, methods in schema()["paths"].items()
        for method, operation in sorted(methods.items())
    ]
    operations.sort(key=lambda operation: not operation.public)
    return {
        "about": schema()["info"],
        "operations": operations,
        "problem_example": json.dumps(_PROBLEM, indent=2, ensure_ascii=False),
        "token_limit": limits.most(limits.PerToken),
        "address_limit": limits.most(limits.PerAddress),
    }


def _operation(path: str, method: str, operation: Schema) -> Operation:
    body = _content(operation.get("requestBody", {}))
    success = next(code for code in operation["responses"] if code.startswith("2"))
    answer = _content(operation["responses"][success])
    return Operation(
        anchor=operation["operationId"].replace("_", "-"),
        method=method.upper(),
        path=path,
        title=operation.get("summary", ""),
        says=operation.get("description", ""),
        public=not any(operation["security"]),
        parameters=[_parameter(parameter) for parameter in operation.get("parameters", [])],
        body=list(_members(body.get("schema", {}))),
        body_example=_example(body),
        success=success,
        answer=list(_members(answer.get("schema", {}))),
        answer_example=_example(answer),
        refusals=[
            (code, found["description"]) for code, found in operation["responses"].items() if not code.startswith("2")
        ],
    )


def _content(holder: Schema) -> Schema:
    """The JSON of a request or an answer."""
    return holder.get("content", {}).get("application/json", {})


def _example(content: Schema) -> str:
    for example in content.get("examples", {}).values():
        return json.dumps(example["value"], indent=2, ensure_ascii=False)
    return ""


def _parameter(parameter: Schema) -> Member:
    return Member(
        name=parameter["name"],
        kind=_kind(_resolved(parameter["schema"])),
        required=parameter.get("required", False),
        says=parameter.get("description", ""),
        where=_WHERE[parameter["in"]],
    )


def _members(schema: Schema, prefix: str = "", *, choice: bool = False) -> Iterator[Member]:
    """The members of an object and of the objects within it: "participant.nik", "results[].id"."""
    schema = _resolved(schema)
    if schema.get("type") == "array":
        yield from _members(schema["items"], f"{prefix}[]")
        return
    for one in schema.get("oneOf", []):
        yield from _members(one, prefix, choice=True)
    for name, found in schema.get("properties", {}).items():
        path = f"{prefix}.{name}" if prefix else name
        inner = _resolved(found)
        required = name in schema.get("required", []) and not choice
        yield Member(path, _kind(inner), required, inner.get("description", ""))
        yield from _members(inner, path)


def _resolved(schema: Schema) -> Schema:
    """The schema itself where it only names or wraps another; what is said beside the name wins."""
    own = {name: value for name, value in schema.items() if name not in ("$ref", "allOf")}
    for other in [{"$ref": schema["$ref"]}] if "$ref" in schema else schema.get("allOf", []):
        name = other["$ref"].rsplit("/", 1)[-1]
        own = _resolved(_components()[name]) | own
    return own


def _components() -> Schema:
    return schema()["components"]["schemas"]


def _kind(found: Schema) -> str:
    if "enum" in found:
        return " · ".join(str(value) for value in found["enum"] if value is not None)
    kind = _FORMATS.get(found.get("format", "")) or _TYPES.get(found.get("type", ""), "objek")
    return f"{kind} atau null" if found.get("nullable") else kind
