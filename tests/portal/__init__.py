"""A small news portal on loopback, for tests and the example: `python tests/portal` serves it until stopped."""

from __future__ import annotations

from portal.server import Portal, Request
from portal.stories import Story, stories

__all__ = ["ENVIRONMENT", "Portal", "Request", "Story", "stories"]

# What programs that crawl it are started with. Crawlee starts nothing while the machine is busy, but for the ratio.
ENVIRONMENT = {"PYTHONIOENCODING": "utf-8", "NO_PROXY": "127.0.0.1", "CRAWLEE_MAX_USED_CPU_RATIO": "1"}
