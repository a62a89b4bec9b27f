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
    # A basic string of TOML is a JSON string, but for DEL.
    quoted = json.dumps(reason, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f'[[site]]\nhosts = ["{host}"]\nwhy = {quoted}\n[site.select]\n{key} = "{SELECTOR}"\n'
