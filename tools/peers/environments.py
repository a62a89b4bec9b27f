"""The extractors compared, what each needs, and an environment of its own for each."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ENVIRONMENTS = FOLDER.parent.parent / ".venv-peers"
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12")
LXML = ("lxml==6.1.3", "lxml_html_clean==0.4.6")  # in every environment: the bare parse is timed there


class PeerError(Exception):
    """An extractor that cannot be measured here; the message says why, in one line."""


@dataclass(frozen=True)
class Peer:
    """A row of the table.

    Attributes:
        name: the adapter that runs it.
        package: its name on PyPI, which is that of its environment too; None for what newsparse's own runs.
        needs: what pip installs, pinned.
        python: the oldest Python that it is made for, (3, minor).
    """

    name: str
    package: str | None = None
    needs: tuple[str, ...] = ()
    python: tuple[int, int] = (3, 11)


PEERS = (
    Peer("newsparse"),
    Peer("newsparse (lxml)"),
    Peer("trafilatura", "trafilatura", ("trafilatura==2.3.1",)),
    Peer("trafilatura (fast)", "trafilatura", ("trafilatura==2.3.1",)),
    Peer("newspaper4k", "newspaper4k", ("newspaper4k[zh]==0.9.6", "jieba==0.42.1")),
    Peer("readability-lxml", "readability-lxml", ("readability-lxml==0.9",)),
    Peer("gne", "gne", ("gne==0.4.3",)),
    Peer("magic-html", "magic-html", ("magic-html==0.1.8",), python=(3, 12)),
    Peer("boilerpy3", "boilerpy3", ("boilerpy3==1.0.7",)),
    Peer("resiliparse", "resiliparse", ("resiliparse==2.0.1",)),
    Peer("goose3", "goose3", ("goose3[chinese]==3.1.22", "jieba==0.42.1")),
    Peer("bare"),
)


def python_of(peer: Peer, install: bool) -> Path:
    """The interpreter that runs this extractor, its environment made where it may be.

    Raises:
        PeerError: it cannot be installed, or is not and may not be.
    """
    if peer.package is None:
        return Path(sys.executable)
    folder = ENVIRONMENTS / peer.package
    python = folder / "bin" / "python"
    done = folder / ".installed"
    wanted = "\n".join((*peer.needs, *LXML))
    if install and not (done.is_file() and done.read_text(encoding="utf-8") == wanted):
        _install(peer, folder, python)
        done.write_text(wanted, encoding="utf-8")
    if not python.exists():
        raise PeerError(f"not installed ({ENVIRONMENTS.name}/{folder.name} is missing)")
    return python


def version_of(peer: Peer, python: Path) -> str:
    """The version of the extractor, and of its Python where that is not ours."""
    if peer.package is None:
        return importlib.metadata.version("newsparse" if peer.name != "bare" else "lxml")
    code = f"import importlib.metadata as m, sys; print(m.version({peer.package!r}), *sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerError("not installed (its environment lacks it)")
    version, major, minor = done.stdout.split()
    same = (int(major), int(minor)) == sys.version_info[:2]
    return version if same else f"{version}, Python {major}.{minor}"


def _install(peer: Peer, folder: Path, python: Path) -> None:
    """Make the environment and install into it."""
    ENVIRONMENTS.mkdir(exist_ok=True)
    if not python.exists():
        _run([_interpreter(peer), "-m", "venv", str(folder)], "venv")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, *peer.needs, *LXML], "pip")


def _interpreter(peer: Peer) -> str:
    """A Python that is new enough: our own, or a newer one on the PATH."""
    if sys.version_info >= peer.python:
        return sys.executable
    for name in NEWER_PYTHONS:
        # It is asked, as a name on the PATH may be a version manager's that refuses to run.
        code = f"import sys; sys.exit(sys.version_info < {peer.python})"
        try:
            if subprocess.run([name, "-c", code], capture_output=True, check=False).returncode == 0:
                return name
        except FileNotFoundError:
            continue
    raise PeerError(f"needs Python {'.'.join(map(str, peer.python))} or newer; none is on the PATH")


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        errors = [line for line in lines if line.lower().startswith("error")] or lines or ["no message"]
        raise PeerError(f"{what}: {errors[-1]}")


def work(peer: Peer, python: Path, pages: Path, results: Path, passes: int) -> list[dict[str, object]]:
    """Run the worker on the pages: its results, a page each.

    Raises:
        PeerError: the extractor cannot be imported, or took its process down.
    """
    command = [str(python), str(FOLDER / "worker.py"), peer.name, str(pages), str(results), "--passes", str(passes)]
    # Hashes are the same in every run, as an extractor may go through a set.
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, env=environment, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"ended with code {done.returncode}"])[-1]
        raise PeerError(last)
    return [json.loads(line) for line in results.read_text(encoding="ascii").splitlines()]
