"""Serve the portal by hand: ``PYTHONPATH=tests python -m portal [port]``."""

from __future__ import annotations

import sys
import threading

from portal import Portal

if __name__ == "__main__":
    with Portal(port=int(sys.argv[1]) if len(sys.argv) > 1 else 8000) as portal:
        print(f"The portal is at {portal.url} (stop it with Ctrl-C).", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()
