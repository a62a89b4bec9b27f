"""Fuzz each target for a bounded time: by coverage with atheris where it is there, else with mutations of our own.

  python tools/fuzz.py                        all targets, 5 seconds each
  python tools/fuzz.py --seconds 600 zip tar  two of them for longer
  python tools/fuzz.py --again zip FILE       one input once more

What was met stays in FOLDER (.fuzz), so that the next run begins where this one ended. An input that breaks a promise
is kept there as found-…; the exit code is 1.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from mutants import ROOT

# An input may take so many seconds, and a process so many MB.
HANG, MEMORY = 60, 4096


def main() -> int:
    """Fuzz; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", help="all, if none is named")
    parser.add_argument("--seconds", type=float, default=5.0, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / ".fuzz")
    parser.add_argument("--own", action="store_true", help="our own mutations, even where atheris is there")
    parser.add_argument("--run", action="store_true", help=argparse.SUPPRESS)  # in a process of its own
    parser.add_argument("--again", nargs=2, metavar=("TARGET", "FILE"))
    args = parser.parse_args()
    if args.again:
        return again(*args.again)
    if args.run:
        return fuzz(args.targets[0], args.folder, args.seconds, args.seed)
    by_atheris = find_spec("atheris") is not None and not args.own
    if not by_atheris and not args.own:
        print("atheris is not installed for this Python: mutations of our own are used, blind to coverage.")
    return sweep(args, by_atheris=by_atheris)


def sweep(args: argparse.Namespace, *, by_atheris: bool) -> int:
    """Every target in a process of its own: one that crashes or hangs leaves the others."""
    from mutants.targets import TARGETS

    failed = []
    for name in args.targets or TARGETS:
        if name not in TARGETS:
            raise SystemExit(f"There is no target {name}. There are: {', '.join(TARGETS)}.")
        command = [sys.executable, __file__, name, "--run", "--seconds", args.seconds, "--seed", args.seed]
        command += ["--folder", args.folder, *(() if by_atheris else ("--own",))]
        env = {**os.environ, "NEWSPARSE_FUZZ": "atheris" if by_atheris else "own"}
        limit = args.seconds + 300 + HANG  # starting up and reading the seeds, instrumented, takes its time
        try:
            done = subprocess.run(list(map(str, command)), env=env, capture_output=True, timeout=limit, check=False)
            code, said = done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            code, said = 1, "it did not end"
        print(f"{name:28} {told(said)}{'' if code == 0 else '  FOUND'}", flush=True)
        if code:
            failed.append(name)
            print(without_noise(said)[-3000:], file=sys.stderr)
    print(f"{len(failed)} of {len(args.targets or TARGETS)} targets broke a promise. {', '.join(failed)}".rstrip())
    return 1 if failed else 0


def without_noise(said: str) -> str:
    """What atheris and libFuzzer say, but for what they always say."""
    return "\n".join(line for line in said.splitlines() if not line.startswith(("INFO:", "WARNING:")))


def told(said: str) -> str:
    """How many inputs there were, and what they reached."""
    runs = re.findall(r"Done (\d+) (?:runs|inputs)|^#(\d+)", said, re.M)
    cover = re.findall(r"cov: (\d+)", said)
    count = next((number for number in runs[-1] if number), "?") if runs else "?"
    return f"{count:>8} inputs" + (f", {cover[-1]} edges" if cover else "")


def fuzz(name: str, folder: Path, seconds: float, seed: int) -> int:
    """Fuzz one target in this process."""
    place = folder / re.sub(r"\W+", "-", name)
    met = place / "met"
    met.mkdir(parents=True, exist_ok=True)
    if os.environ.get("NEWSPARSE_FUZZ") == "atheris":
        return by_atheris(name, place, met, seconds, seed)
    return by_own(name, place, seconds, seed)


def by_atheris(name: str, place: Path, met: Path, seconds: float, seed: int) -> int:
    """libFuzzer, led by the coverage of newsparse. It ends this process itself."""
    import atheris

    with atheris.instrument_imports(include=["newsparse"]):
        from mutants.targets import TARGETS
    target = TARGETS[name]
    for data in target.seeds():
        (met / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    bounds = [f"-max_total_time={max(1, int(seconds))}", f"-timeout={HANG}", f"-rss_limit_mb={MEMORY}"]
    more = [f"-seed={seed}", "-max_len=30000", f"-artifact_prefix={place}/found-", "-print_final_stats=1"]
    atheris.Setup([name, *bounds, *more, str(met)], target.run)
    atheris.Fuzz()
    return 0


def by_own(name: str, place: Path, seconds: float, seed: int) -> int:
    """Mutations of the seeds, by number: the same ones for the same seed."""
    from mutants import mutate
    from mutants.targets import TARGETS

    target = TARGETS[name]
    known = list(target.seeds())
    until = time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        dice = random.Random(f"{name}:{seed}:{number}")
        data = mutate.mutated(dice.choice(known), dice, mutate.MARKUP + mutate.BINARY)
        (place / "trying").write_bytes(data)  # what is there after a crash of a library did it
        try:
            target.run(data)
        except Exception:
            (place / f"found-{number}").write_bytes(data)
            raise
        number += 1
    (place / "trying").unlink(missing_ok=True)
    print(f"Done {number} inputs")
    return 0


def again(name: str, file: str) -> int:
    """One input once more; what it breaks is raised."""
    from mutants.targets import TARGETS

    TARGETS[name].run(Path(file).read_bytes())
    print("It holds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
