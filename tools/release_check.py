"""What must hold before a release: built twice the same, installs alone, the README runs, the API keeps its promises.

    make release-check

Builds wheel and sdist twice and compares; installs the wheel in an environment of its own and runs `newsparse doctor`
and the README's example and commands there, from an empty folder; has pip look for what each install line of the
documentation names; asks pyright of tests/typing/use.py; unpacks the sdist and runs the quick tests in it with the
development tools of this environment; compares the API with the last tag, where there is one, by griffe.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".venv-release"


def main() -> int:
    """Do all of it; the first that fails ends it with what was run."""
    python = _environment(TOOLS, ["build", "griffe", "basedpyright"])
    with tempfile.TemporaryDirectory() as folder:
        made = _built_twice(python, Path(folder))
        alone = _installed(next(path for path in made if path.suffix == ".whl"), Path(folder))
        _installs(alone, Path(folder))
        _types(python, alone)
        _sources(next(path for path in made if path.name.endswith(".tar.gz")), Path(folder))
    _api(python)
    print("All of it holds.")
    return 0


def _environment(folder: Path, packages: Iterable[str]) -> Path:
    python = folder / "bin" / "python"
    if not python.exists():
        _run([sys.executable, "-m", "venv", str(folder)])
    _run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages])
    return python


def _built_twice(python: Path, folder: Path) -> list[Path]:
    """The files of two builds, from two copies of what is committed, at the commit's time."""
    stamp = _run(["git", "log", "-1", "--format=%ct"], cwd=ROOT).strip()
    digests = []
    for name in ("one", "two"):
        source, out = folder / name, folder / f"{name}-dist"
        source.mkdir()
        archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "xf", "-"], cwd=source, check=True, input=archive)
        _run([str(python), "-m", "build", "-o", str(out)], cwd=source, env={"SOURCE_DATE_EPOCH": stamp})
        digests.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())})
    if digests[0] != digests[1]:
        raise SystemExit(f"Two builds differ: {digests}")
    for file, digest in digests[0].items():
        print(f"{digest}  {file}  (twice the same)")
    return sorted((folder / "one-dist").iterdir())


def _installed(wheel: Path, folder: Path) -> Path:
    """The wheel alone: the doctor, and what the README shows, in a folder with a page. Gives back its Python."""
    python = _environment(folder / "alone", [str(wheel)])
    newsparse = python.with_name("newsparse")
    work = folder / "work"
    (work / "pages").mkdir(parents=True)
    (work / "fixtures" / "shunwang").mkdir(parents=True)
    page = ROOT / "fixtures" / "shunwang" / "page.html"
    for target in ("page.html", "pages/a.html", "fixtures/shunwang/page.html"):
        shutil.copy(page, work / target)
    print(_run([str(newsparse), "doctor"], cwd=work), end="")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = re.findall(r"```python\n(.*?)```", readme, re.S)[0]
    _run([str(python), "-c", example], cwd=work)
    commands = re.findall(r"^    newsparse ([^#\n]+)", readme, re.M)
    for command in commands:
        _run([str(newsparse), *command.split()], cwd=work)
    print(f"The README's example and its {len(commands)} commands run in an environment of their own.")
    return python


def _installs(python: Path, folder: Path) -> None:
    """Every install line of README and docs, from a clone: pip finds all that it names (nothing is installed)."""
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    lines = sorted({line.strip() for line in re.findall(r"pip install ([^`#\n]+)", text)})
    for line in lines:
        command = [str(python), "-m", "pip", "install", "-q", "--dry-run", "--disable-pip-version-check"]
        _run([*command, *shlex.split(line)], cwd=folder / "one")
    print(f"What the {len(lines)} install lines name can be had.")


def _types(python: Path, alone: Path) -> None:
    """A user's typed program, as pyright sees it with the wheel installed (mypy is asked by `make types`)."""
    checker = str(python.with_name("basedpyright"))
    use = str(ROOT / "tests" / "typing" / "use.py")
    print(f"pyright: {_run([checker, '--level', 'error', '--pythonpath', str(alone), use], cwd=alone.parent).strip()}")


def _sources(sdist: Path, folder: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "sdist", filter="data")
    (unpacked,) = (folder / "sdist").iterdir()
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider"]
    said = _run(command, cwd=unpacked, env={"PYTHONPATH": str(unpacked / "src")})
    print(f"Tests of the sdist: {said.strip().splitlines()[-1]}")


def _api(python: Path) -> None:
    """What griffe says of the public API against the last tag; changes that break are for a person to judge."""
    tags = _run(["git", "tag", "--sort=-creatordate"], cwd=ROOT).split()
    if not tags:
        print("There is no tag to compare the API with.")
        return
    command = [str(python.with_name("griffe")), "check", "newsparse", "--search", "src", "--against", tags[0]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    print(f"The API against {tags[0]}: {done.stdout.strip() or done.stderr.strip() or 'nothing that breaks'}")


def _run(command: list[str], cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(
            f"{' '.join(command)}\nended with {done.returncode}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}"
        )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
