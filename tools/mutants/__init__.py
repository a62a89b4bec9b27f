"""Hostile input, made by the number: what `make fuzz`, `make stress` and `make flat` throw at newsparse."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
