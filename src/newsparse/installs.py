"""How an extra is installed here, said once: what pip has to be given depends on where newsparse came from."""

from __future__ import annotations

import json
from pathlib import Path

_NAME = "newsparse"


def install_line(extra: str) -> str:
    """The command that installs an extra of newsparse.

    What was installed from a clone, a wheel or a repository is named by its place: on an index there may be nothing of
    this name, or another's package.

    Args:
        extra: its name in pyproject.toml, as "dumps".
    """
    import shlex

    return f"pip install {shlex.quote(_wanted(f'[{extra}]'))}"


def _wanted(extra: str) -> str:
    # These take as long to import as twenty modules of ours.
    from importlib import metadata
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        # PEP 610: pip notes where it had a package from, unless that was an index.
        noted = metadata.distribution(_NAME).read_text("direct_url.json")
    except metadata.PackageNotFoundError:  # it runs from its sources
        clone = Path(__file__).parents[2]
        return f"{clone}{extra}" if (clone / "pyproject.toml").is_file() else f"{_NAME}{extra}"
    if noted is None:
        return f"{_NAME}{extra}"
    origin = json.loads(noted)
    parts = urlsplit(origin["url"])
    if parts.scheme == "file":
        return f"{url2pathname(parts.path)}{extra}"
    system = f"{origin['vcs_info']['vcs']}+" if "vcs_info" in origin else ""
    return f"{_NAME}{extra} @ {system}{origin['url']}"
