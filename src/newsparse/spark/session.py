"""pyspark, imported when it is used, and the session that a job runs in."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

from newsparse.errors import MissingExtra
from newsparse.installs import install_line

# Where nothing else is said: all cores of this machine, and (what local[*] does not give) a task whose Python worker
# died is done again, up to four times in all, as on a cluster.
LOCAL = "local[*,4]"


def need_spark(module: str) -> Any:
    """A module of pyspark.

    Raises:
        MissingExtra: it is not installed, or what it needs is not.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtra(f"Spark cannot be used ({error}). Install it: {install_line('spark')}") from error


def session(master: str | None = None) -> Any:
    """The session: that of spark-submit, or a new one.

    Args:
        master: where it runs, if spark-submit does not say so; None: `LOCAL`.
    """
    builder = need_spark("pyspark.sql").SparkSession.builder.appName("newsparse")
    if master is not None or not any(name in os.environ for name in ("PYSPARK_GATEWAY_PORT", "SPARK_REMOTE")):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the first python3 of the PATH, whatever it has
        builder = builder.master(master or LOCAL).config("spark.ui.enabled", "false")
    return builder.getOrCreate()
