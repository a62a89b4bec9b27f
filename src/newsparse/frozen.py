"""A dict that stays as it is: records hold one, and can be compared, hashed, copied and pickled."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")


class FrozenDict(dict[_K, _V]):
    """A dict that refuses to be changed; `types.MappingProxyType` can be neither pickled nor copied.

    It is a dict because `dataclasses.asdict` goes into dicts and into no other mapping.

    >>> {**FrozenDict(a=1), "b": 2}
    {'a': 1, 'b': 2}
    """

    def _refuse(self, *_args: Any, **_named: Any) -> NoReturn:
        raise TypeError("A FrozenDict cannot be changed: make a dict of it.")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:  # else pickle and copy fill a new one key by key
        return type(self), (dict(self),)
