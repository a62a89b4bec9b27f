"""The job with pages in it that do harm (see `dump_program`)."""

from __future__ import annotations

import sys

import dump_program
from newsparse.spark.__main__ import main

if __name__ == "__main__":
    sys.exit(main(parse=dump_program.parse))
