"""The JSON Schema (draft 2020-12) of the record, versioned with it."""

from __future__ import annotations

from typing import Any

from newsparse.article import SCHEMA_VERSION, Article
from newsparse.record import MOMENT, Key, Shape, keys_of

_Schema = dict[str, Any]


def schema() -> dict[str, Any]:
    """The JSON Schema of `Article.to_dict`, a new dict at each call.

    >>> schema()["properties"]["schema_version"]["const"] == SCHEMA_VERSION
    True
    """
    classes: dict[str, _Schema] = {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:newsparse:record:{SCHEMA_VERSION}",
        "title": "newsparse record",
        **_object(Article, classes),
        "$defs": classes,
    }


def _object(cls: Any, classes: dict[str, _Schema]) -> _Schema:
    """A dataclass as an object; one whose keys depend on its ``type``, as one object for each set of keys."""
    keys = keys_of(cls)
    types: dict[tuple[Key, ...], list[str]] = {}
    for name in next((key.shape.choices for key in keys if key.name == "type"), ("",)):
        types.setdefault(tuple(key for key in keys if not key.spec.types or name in key.spec.types), []).append(name)
    made = [_exactly(some, names, classes) for some, names in types.items()]
    return {"oneOf": made} if len(made) > 1 else made[0]


def _exactly(keys: tuple[Key, ...], types: list[str], classes: dict[str, _Schema]) -> _Schema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": {key.name: _one_of(types) if key.name == "type" else _key(key, classes) for key in keys},
        "required": [key.name for key in keys if not key.spec.optional],
        "additionalProperties": False,
    }


def _key(key: Key, classes: dict[str, _Schema]) -> _Schema:
    said = {"description": key.spec.text, "minimum": key.spec.least, "maximum": key.spec.most}
    shape = key.shape._replace(nullable=key.shape.nullable and not (key.spec.types or key.spec.optional))
    return {name: value for name, value in said.items() if value not in (None, "")} | _value(shape, classes)


def _value(shape: Shape, classes: dict[str, _Schema]) -> _Schema:
    if shape.choices:
        return _one_of([*shape.choices, *[None] * shape.nullable])
    if shape.cls is not None:
        name = shape.cls.__name__
        if name not in classes:
            classes[name] = _object(shape.cls, classes)
        made: _Schema = {"$ref": f"#/$defs/{name}"}
        return {"anyOf": [made, {"type": "null"}]} if shape.nullable else made
    kind = {"map": "object", "moment": "string"}.get(shape.kind, shape.kind)
    made = {"type": [kind, "null"] if shape.nullable else kind}
    if shape.of is not None:
        made["items" if shape.kind == "array" else "additionalProperties"] = _value(shape.of, classes)
    return {**made, "pattern": MOMENT} if shape.kind == "moment" else made


def _one_of(values: list[Any]) -> _Schema:
    return {"const": values[0]} if len(values) == 1 else {"enum": values}
