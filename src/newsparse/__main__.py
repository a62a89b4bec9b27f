"""``python -m newsparse``: the command line program."""

from __future__ import annotations

import sys

from newsparse.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
