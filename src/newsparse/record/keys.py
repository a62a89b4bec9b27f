"""What a record is: the keys of its dataclasses, each with its type and its `Spec`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

# 2021-11-08, 2021-11-08T17:27+08:00, 2021-11-08T17:27:41+08:00
MOMENT = r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d(:\d\d)?)?$"
# What a key holds where the page says nothing.
EMPTY: tuple[Any, ...] = (None, "", [], {})
_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean", datetime: "moment"}


class Spec(NamedTuple):
    """What is to be said of a key beside its type.

    Attributes:
        text: what it means, in Markdown.
        after: the key that it follows in JSON; "" for the first. None: the field before it in the class.
        choices: the values that it may have. A single one is the version of the record.
        least, most: bounds of a number.
        bits: of an integer in Arrow.
        types: only objects whose ``type`` is one of these have the key, and those never as null.
        optional: objects have it only where there is something to say, and never as null.
        longest: characters of a string, or of each in an array; what is longer is cut (`newsparse.record.fit`).
        whole: cut it would say something else (a name, an address): what is longer is left out.
    """

    text: str = ""
    after: str | None = None
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    bits: int = 64
    types: tuple[str, ...] = ()
    optional: bool = False
    longest: int = 0
    whole: bool = False


class Shape(NamedTuple):
    """The type of a value in JSON.

    Attributes:
        kind: string, integer, number, boolean, moment (a string), array, object, or map (an object with any keys).
        of: the shape of an array's items or a map's values.
        cls: the dataclass that an object is made of.
    """

    kind: str
    nullable: bool = False
    choices: tuple[str, ...] = ()
    of: Any = None
    cls: Any = None


class Key(NamedTuple):
    """A key of an object: a field of its dataclass, or a property whose type bears a `Spec` (then not ``given``)."""

    name: str
    shape: Shape
    spec: Spec
    given: bool
    required: bool


@cache
def keys_of(cls: Any) -> tuple[Key, ...]:
    """The keys of a dataclass in the order of JSON."""
    hints = get_type_hints(cls, include_extras=True)
    found = [
        _key(field.name, hints[field.name], required=field.default is MISSING and field.default_factory is MISSING)
        for field in fields(cls)
    ]
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, property):
                hint = get_type_hints(value.fget, include_extras=True)["return"]
                if get_origin(hint) is Annotated:
                    found.append(_key(name, hint, given=False))
    ordered = [key for key in found if key.spec.after is None]
    for key in found:
        if (before := key.spec.after) is not None:
            ordered.insert([other.name for other in ordered].index(before) + 1 if before else 0, key)
    return tuple(ordered)


def _key(name: str, hint: Any, *, given: bool = True, required: bool = False) -> Key:
    spec = Spec()
    if get_origin(hint) is Annotated:
        hint, spec = get_args(hint)
    shape = _shape(hint)
    return Key(name, shape._replace(choices=shape.choices or spec.choices), spec, given, required)


def _shape(hint: Any) -> Shape:
    origin, args = get_origin(hint), get_args(hint)
    if NoneType in args:
        (hint,) = (each for each in args if each is not NoneType)
        return _shape(hint)._replace(nullable=True)
    if origin is Literal:
        return Shape("string", choices=args)
    if origin is tuple:
        return Shape("array", of=_shape(args[0]))
    if origin is Mapping:
        return Shape("map", of=_shape(args[1]))
    if is_dataclass(hint) and isinstance(hint, type):
        return Shape("object", cls=hint)
    return Shape(_SCALARS[hint])
