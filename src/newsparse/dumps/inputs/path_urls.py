"""The address of a page by its path in a mirror, as wget and others lay it out: …/host/path/file.html."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from newsparse.dumps.inputs.pagelike import bare_name
from newsparse.text.addresses import is_host

# A port behind a host: wget writes it with a colon, on Windows with a plus sign.
_PORT = re.compile(r"[:+](\d{1,5})$")
_SCHEMES = ("http", "https")  # as folders above the host: wget --protocol-directories
# What wget --adjust-extension put behind a page that a program makes.
_ADDED = re.compile(r"(\.(?:aspx?|cfm|cgi|do|jsp|php|shtml))\.html$", re.IGNORECASE)
# What wget calls the page of an address that ends in a slash.
_FOLDERS_PAGE = "index.html"
_ROW = re.compile(r"#[\d.]+$")  # of a table, a feed, a WARC file
_BYTE = re.compile(r"\\x([0-9a-f]{2})")  # of a name that is not UTF-8, see `printable`
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_IN_PATH, _IN_QUERY = "/%:@!$&'()*+,;=~", "/%:@!$&'()*+,;=~?"


def url_of_path(above: Sequence[str], path: str) -> str | None:
    """The address that a page's path says; None where no folder in it is named as a host is.

    Of the folders in ``path`` the first counts, else of those above the last. The address of a page in an archive is in
    its path there. Without a folder http or https above the host, it is https.

    Args:
        above: the folders that the input lies in, and itself if it is one.
        path: from there on.

    >>> url_of_path(["mirror"], "news.example.com/2024/1.html"), url_of_path(["a.example"], "b/index.html")
    ('https://news.example.com/2024/1.html', 'https://a.example/b/')
    >>> url_of_path([], "http/a.example:81/v.php?id=3&p=2.html"), url_of_path(["a.example"], "b.zip!/1.html")
    ('http://a.example:81/v.php?id=3&p=2', None)
    """
    if _ROW.search(path):
        return None
    _, inside, member = path.rpartition("!/")
    parts = [*([] if inside else above), *member.split("/")]
    first = 0 if inside else len(above)
    at = next((n for n in (*range(first, len(parts) - 1), *range(first - 1, -1, -1)) if _host(parts[n])), None)
    if at is None:
        return None
    scheme = parts[at - 1].lower() if at and parts[at - 1].lower() in _SCHEMES else "https"
    return f"{scheme}://{_host(parts[at])}/{_page('/'.join(parts[at + 1 :]))}"


def _host(folder: str) -> str | None:
    """The host that a folder is named as, with its port."""
    port = _PORT.search(folder)
    host = folder[: port.start()] if port else folder
    return f"{host.lower()}{f':{port[1]}' if port else ''}" if is_host(host) else None


def _page(path: str) -> str:
    """The path behind the host and its query, percent-encoded where it is not."""
    path, mark, query = path.partition("?")
    if mark:
        query = query.removesuffix(".html")
    else:
        path = _ADDED.sub(r"\1", bare_name(path))
    folders, slash, name = path.rpartition("/")
    path = folders + slash + ("" if name == _FOLDERS_PAGE else name)
    return _encoded(path, _IN_PATH) + mark + _encoded(query, _IN_QUERY)


def _encoded(text: str, kept: str) -> str:
    return quote(_BARE_PERCENT.sub("%25", _BYTE.sub(lambda byte: f"%{byte[1].upper()}", text)), safe=kept)
