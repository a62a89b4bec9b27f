"""A small news portal on loopback, for tests and the example: `python tests/portal` serves it until stopped."""

from __future__ import annotations

from portal.server import Portal, Request
from portal.stories import Story, stories

__all__ = ["Portal", "Request", "Story", "stories"]
