"""The lines of a site profile that a finding asks for (docs/profiles.md)."""

from __future__ import annotations

import json

from newsparse.text.addresses import is_host

# A finding knows the host and the field; the element is for a person to find: this selector matches nothing.
SELECTOR = "SELECTOR"
_LONGEST = 120


def mended(host: str, key: str, why: str) -> str | None:
    """A profile with the key for the host; None where the host is no host (a portal's name, a folder).

    >>> print(mended("news.example.com", "title", "9 of 9 stories have the title 石桥网"))
    [[site]]
    hosts = ["news.example.com"]
    why = "9 of 9 stories have the title 石桥网"
    [site.select]
    title = "SELECTOR"
    <BLANKLINE>
    """
    if not is_host(host):
        return None
    reason = why if len(why) <= _LONGEST else why[:_LONGEST] + "…"
    return f'[[site]]\nhosts = ["{host}"]\nwhy = {_quoted(reason)}\n[site.select]\n{key} = {_quoted(SELECTOR)}\n'


def pointed(profile: str, selector: str) -> str:
    """A profile of `mended` with the selector that a person would have to find.

    >>> print(pointed(mended("news.example.com", "drop", "in 9 of 9 texts: 下载客户端"), ".promo").splitlines()[-1])
    drop = ".promo"
    """
    begun = profile.removesuffix(f"{_quoted(SELECTOR)}\n")
    return f"{begun}{_quoted(selector)}\n"


def _quoted(text: str) -> str:
    """A basic string of TOML: a JSON string, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
