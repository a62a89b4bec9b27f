"""A mapping that stays as it is, for frozen records: comparable with any dict, hashable, picklable, copyable."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")


class FrozenDict(dict[_K, _V]):
    """A dict that refuses to be changed.

    A dict and no `Mapping` of its own: `dataclasses.asdict` and `json` go into dicts only. `types.MappingProxyType` can
    be neither pickled nor copied.

    >>> same = FrozenDict(a=1)
    >>> same == {"a": 1}, {**same, "b": 2}
    (True, {'a': 1, 'b': 2})
    >>> same["a"] = 2
    Traceback (most recent call last):
    TypeError: A FrozenDict cannot be changed: make a dict of it.
    """

    __slots__ = ()

    def _refuse(self, *_args: Any, **_named: Any) -> NoReturn:
        raise TypeError("A FrozenDict cannot be changed: make a dict of it.")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        # Without it pickle and copy would fill a new one key by key.
        return type(self), (dict(self),)
