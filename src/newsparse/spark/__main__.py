"""``python -m newsparse.spark --input FILES --output DIR``; the same under spark-submit."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from newsparse.api import parse as _parse
from newsparse.cli.dump_options import add_filters, filters_of, seconds, size
from newsparse.cli.exits import Exit, RunError, UsageError
from newsparse.cli.output import printable, say_line
from newsparse.cli.page_options import moment
from newsparse.dumps.batch import Parse
from newsparse.dumps.job import Job
from newsparse.errors import NewsparseError
from newsparse.options import Options
from newsparse.spark.driver import Done, run_job
from newsparse.spark.session import LOCAL, need_spark, session
from newsparse.spark.task import Setup

_TEXT = """Read every page of WARC, Parquet and other files on a Spark cluster; write Parquet, a part for each file.

  python -m newsparse.spark --input /data/warc --output /data/articles
  spark-submit --master yarn .../newsparse/spark/__main__.py --input s3://crawl/warc.paths --output s3://crawl/articles

A page that fails is a row in the table DIR.errors. A job that was broken off is run again: what is done is kept.
"""


def main(arguments: Sequence[str] | None = None, parse: Parse = _parse) -> int:
    """Run the job; the exit code is that of `newsparse extract`."""
    parser = _parser()
    args = parser.parse_args(arguments)
    try:
        done = _run(args, parse)
    except UsageError as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        say_line("newsparse.spark: Interrupted. What is done is kept: run it again.")
        return Exit.INTERRUPTED
    except NewsparseError as error:
        say_line(f"newsparse.spark: {error}")
        return Exit.CANNOT_RUN
    return Exit.SOME_FAILED if done.has_errors else Exit.OK


def _run(args: argparse.Namespace, parse: Parse) -> Done:
    started = time.monotonic()
    setup = Setup(_job(args), args.isolate, args.page_timeout, args.worker_memory, parse)
    spark = None
    errors = (need_spark("pyspark.errors").PySparkException, need_spark("py4j.protocol").Py4JError)
    try:
        spark = session(args.master)
        done = run_job(spark, args.input, args.output, setup)
    except errors as error:
        said = str(error).strip().splitlines()[-1:] or [type(error).__name__]
        raise RunError(f"The job failed: {said[0]} (Spark tells more.) What is done is kept: run it again.") from error
    finally:
        if spark is not None:
            spark.stop()
    for line in _lines(done, args.output, time.monotonic() - started):
        say_line(line)
    return done


def _job(args: argparse.Namespace) -> Job:
    filters = filters_of(args)
    if args.dedup and filters.fields and not {"kind", "text"} <= set(filters.fields):
        raise UsageError("--dedup goes by kind and text: name them in --fields, too.")
    if args.dedup == "drop":
        raise UsageError("The job marks copies. Leave them out where duplicate_of is read: --dedup mark.")
    for folder in args.profiles:
        if "/" in folder and not Path(folder).is_dir():
            raise RunError(f"There is no folder {printable(folder)} (--profiles). Check the path.")
    options = Options(now=args.now, profiles=not args.no_profiles, profile_dirs=tuple(args.profiles), jieba=args.jieba)
    return Job(
        options=options, filters=filters, dedup=args.dedup is not None, html_column=args.html_column, to="parquet"
    )


def _lines(done: Done, output: str, seconds: float) -> list[str]:
    tally = done.tally
    failed = f", {tally.failed} failed (see {printable(output.rstrip('/'))}.errors)" if tally.failed else ""
    kept = f"; {done.kept} of them were there already" if done.kept else ""
    copies = f", {tally.duplicates} of the articles copies" if tally.duplicates else ""
    passed = [f"{done.passed} records that are no pages"] if done.passed else []
    passed += [f"{done.files_passed} files that hold none by their names"] if done.files_passed else []
    return [
        f"{tally.pages} pages of {done.parts} files in {seconds:.1f} s{failed}{copies}{kept}.",
        *([f"Passed over: {', '.join(passed)}."] if passed else []),
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m newsparse.spark",
        description=_TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    run = parser.add_argument_group("run")
    run.add_argument(
        "--input", nargs="+", required=True, metavar="PATH", help="files, folders, lists of files (.paths, .txt)"
    )
    run.add_argument("--output", required=True, metavar="DIR", help="the folder of the rows; DIR.errors beside it")
    run.add_argument("--master", help=f"where Spark runs, if spark-submit does not say so ({LOCAL})")
    run.add_argument(
        "--isolate",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="read pages in a child process: one that hangs or kills it is an error, not the end of the job (yes)",
    )
    run.add_argument("--page-timeout", type=seconds, default=60.0, metavar="S", help="seconds for a page (60)")
    run.add_argument("--worker-memory", type=size, default=1 << 30, metavar="SIZE", help="for a child, as 500M (1G)")
    page = parser.add_argument_group("pages")
    page.add_argument("--html-column", metavar="NAME", help="the column of tables that holds the pages")
    page.add_argument("--now", type=moment, metavar="TIME", help="the time that '3 hours ago' is counted from")
    page.add_argument("--profiles", action="append", default=[], metavar="DIR", help="a folder or package of profiles")
    page.add_argument("--no-profiles", action="store_true", help="use no site profiles")
    page.add_argument("--jieba", action="store_true", help="let jieba's dictionary decide doubtful names and headings")
    add_filters(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
