"""What records are told apart by: the host, the site, the outlet. A value of a type that it must not have is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from newsparse.dumps.filters import site_of
from newsparse.text import addresses
from newsparse.text.scrub import scrub

UNKNOWN = "(unknown)"


def host_of(record: Mapping[str, Any]) -> str:
    """The host of the record's address, else a folder that is named as a host, the portal's name, any folder.

    >>> [host_of(r) for r in ({"url": "https://www.a.example/1"}, {"file": "mirror/news.a.example/x/1.html"},
    ...                       {"file": "2024/1.html", "site_name": "石桥网"}, {"file": "2024/1.html"}, {})]
    ['a.example', 'news.a.example', '石桥网', '2024', '(unknown)']
    """
    claimed = {name: _text(record, name) for name in ("url", "canonical_url")}
    folder = (_text(record, "file") or "").rpartition("/")[0]
    mirrored = next(filter(addresses.is_host, folder.split("/")), None)
    return site_of(claimed) or mirrored or _text(record, "site_name") or folder or UNKNOWN


def owner_of(record: Mapping[str, Any]) -> str:
    """The part of the host that its owner registered, where it is one.

    >>> owner_of({"url": "https://news.example.com.cn/1"}), owner_of({"site_name": "石桥网"})
    ('example.com.cn', '石桥网')
    """
    host = host_of(record)
    return addresses.site_of(f"https://{host}/") if addresses.is_host(host) else host


def outlet_of(record: Mapping[str, Any]) -> str:
    """The outlet that the text is from, as the page names it."""
    return _text(record, "source") or UNKNOWN


# As `newsparse stats --by` names them.
WAYS: dict[str, Callable[[Mapping[str, Any]], str]] = {"host": host_of, "site": owner_of, "source": outlet_of}


def _text(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    return scrub(value) if isinstance(value, str) and value else None
