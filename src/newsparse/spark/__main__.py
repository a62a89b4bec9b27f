"""``python -m newsparse.spark --input FILES --output DIR``; the same under spark-submit."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from newsparse.api import parse as _parse
from newsparse.cli.dump_options import (
    add_archive_limits,
    add_filters,
    add_input_options,
    add_page_bounds,
    archive_limits_of,
    filters_of,
    size,
)
from newsparse.cli.exits import Exit, RunError, UsageError
from newsparse.cli.output import printable, say_line
from newsparse.cli.page_options import (
    add_address_options,
    add_page_limits,
    add_page_options,
    add_word_options,
    options_of,
)
from newsparse.dumps.batch import Parse
from newsparse.dumps.job import Job
from newsparse.errors import NewsparseError
from newsparse.spark.driver import Done, run_job
from newsparse.spark.session import LOCAL, need_spark, session
from newsparse.spark.task import Setup
from newsparse.spark.units import SPLIT
from newsparse.text.counted import counted

_TEXT = """Read every page of WARC, Parquet and other files on a Spark cluster; write Parquet, a part for each file.

  python -m newsparse.spark --input /data/warc --output /data/articles
  spark-submit --master yarn .../newsparse/spark/__main__.py --input s3://crawl/warc.paths --output s3://crawl/articles

A page that fails is a row in the table DIR.errors. A job that was broken off is run again: what is done is kept.
"""


def main(arguments: Sequence[str] | None = None, parse: Parse = _parse) -> int:
    """Run the job; the exit code is that of `newsparse extract`."""
    parser = job_parser()
    args = parser.parse_args(arguments)
    try:
        done = _run(args, parse)
    except UsageError as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        say_line("newsparse.spark: Interrupted. What is done is kept: run it again.")
        return Exit.INTERRUPTED
    except (NewsparseError, OSError) as error:
        say_line(f"newsparse.spark: {error}")
        return Exit.CANNOT_RUN
    return Exit.SOME_FAILED if done.has_errors else Exit.OK


def _run(args: argparse.Namespace, parse: Parse) -> Done:
    started = time.monotonic()
    setup = Setup(job_of(args), args.isolate, args.page_timeout, args.worker_memory, parse)
    spark = None
    errors = (need_spark("pyspark.errors").PySparkException, need_spark("py4j.protocol").Py4JError)
    try:
        spark = session(args.master)
        done = run_job(spark, args.inputs, args.output, setup, args.split)
    except errors as error:
        said = str(error).strip().splitlines()[-1:] or [type(error).__name__]
        raise RunError(f"The job failed: {said[0]} (Spark tells more.) What is done is kept: run it again.") from error
    finally:
        if spark is not None:
            spark.stop()
    for line in _lines(done, args.output, time.monotonic() - started):
        say_line(line)
    return done


def job_of(args: argparse.Namespace) -> Job:
    """What is done with each page, as the command line asks for it."""
    filters = filters_of(args)
    if args.dedup and filters.fields and not {"kind", "text"} <= set(filters.fields):
        raise UsageError("--dedup goes by kind and text: name them in --fields, too.")
    if args.dedup == "drop":
        raise UsageError("The job marks copies. Leave them out where duplicate_of is read: --dedup mark.")
    options = options_of(args, packages=True)
    # Workers have other working folders.
    folders = tuple(str(Path(name).absolute()) if Path(name).is_dir() else name for name in options.profile_dirs)
    return Job(
        options=replace(options, profile_dirs=folders),
        url=args.url,
        content_type=args.content_type,
        filters=filters,
        to="parquet",
        dedup=args.dedup is not None,
        html_column=args.html_column,
        follow_links=args.follow_links,
        archives=archive_limits_of(args),
    )


def _lines(done: Done, output: str, seconds: float) -> list[str]:
    tally = done.tally
    failed = f", {tally.failed} failed (see {printable(output.rstrip('/'))}.errors)" if tally.failed else ""
    pieces = f" ({done.parts} pieces)" if done.parts > done.files else ""
    kept = f"; {done.kept} of them were there already" if done.kept else ""
    copies = f", {tally.duplicates} of the articles copies" if tally.duplicates else ""
    passed = [f"{done.passed} records that are no pages"] if done.passed else []
    passed += [f"{done.files_passed} files that hold none by their names"] if done.files_passed else []
    read = f"{counted(tally.pages, 'page')} of {counted(done.files, 'file')}"
    return [
        f"{read}{pieces} in {seconds:.1f} s{failed}{copies}{kept}.",
        *([f"Passed over: {', '.join(passed)}."] if passed else []),
    ]


def job_parser() -> argparse.ArgumentParser:
    """The parser of the job's command line."""
    parser = argparse.ArgumentParser(
        "python -m newsparse.spark",
        description=_TEXT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    run = parser.add_argument_group("run")
    run.add_argument(
        "--input",
        dest="inputs",
        nargs="+",
        required=True,
        metavar="PATH",
        help="files, folders, lists of files (.paths, .txt)",
    )
    run.add_argument("--output", required=True, metavar="DIR", help="the folder of the rows; DIR.errors beside it")
    run.add_argument("--master", help=f"where Spark runs, if spark-submit does not say so ({LOCAL})")
    run.add_argument(
        "--isolate",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="read pages in a child process: one that hangs or kills it is an error, not the end of the job (yes)",
    )
    add_page_bounds(run)
    add_input_options(run)
    run.add_argument(
        "--split", type=size, default=SPLIT, metavar="SIZE", help="cut Parquet files larger than this, as 1G (128M)"
    )
    page = parser.add_argument_group("pages")
    add_address_options(page)
    add_page_options(page)
    add_word_options(page)
    parser.set_defaults(input="auto")  # what a page is: here --input is something else
    add_page_limits(parser)
    add_archive_limits(parser)
    add_filters(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
