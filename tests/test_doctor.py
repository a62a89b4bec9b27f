"""``newsparse doctor``: all is well here, and what is not is named. ``newsparse completion``: shells know the rest."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from newsparse.cli import doctor
from newsparse.cli.main import COMMANDS
from newsparse.installs import install_line
from sample import ROOT, Run


def states(run: Run) -> tuple[int, dict[str, tuple[str, str]]]:
    code, out, _ = run("doctor", "--json")
    return code, {each["name"]: (each["state"], each["text"]) for each in json.loads(out)}


def _not_installed(name: str) -> str:
    raise PackageNotFoundError(name)


def test_all_is_well_here(run: Run) -> None:
    code, found = states(run)
    assert code == 0
    assert {name for name, (state, _) in found.items() if state != "ok"} <= {
        "extra scrapy",
        "extra crawlee",
        "extra rjieba",
        "extra spark",
    }
    assert found["encoding big5hkscs"] == ("ok", "read as big5hkscs")
    assert "extract reads in processes" in found["processes"][1]


def test_every_extra_of_a_user_is_looked_for(run: Run) -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert {f"extra {name}" for name in extras if name != "dev"} <= states(run)[1].keys()


def test_for_a_person(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 0
    assert out.startswith("ok       newsparse")


@pytest.mark.parametrize(
    ("broken", "name", "says"),
    [
        ("_parses", "parser lxml", "OSError: no such library"),
        ("_decodes", "encoding gb18030", "no such library"),
        ("_has_dictionary", "dictionary", "no such library"),
        ("_starts", "processes", "no such library"),
    ],
)
def test_what_fails_is_named(broken: str, name: str, says: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> str:
        raise OSError("no such library\nand more")

    monkeypatch.setattr(doctor, broken, fail)
    code, found = states(run)
    assert code == 1
    assert found[name][0] == "fails"
    assert says in found[name][1]
    assert "and more" not in found[name][1]


def test_an_extra_that_is_missing_is_no_failure(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: _not_installed(name) if name == "fastwarc" else "1")
    code, found = states(run)
    assert code == 0
    assert found["extra dumps"][0] == "missing"
    assert f"without fastwarc: {install_line('dumps')}" in found["extra dumps"][1]


class _Distribution:
    def __init__(self, noted: str | None) -> None:
        self._noted = noted

    def read_text(self, name: str) -> str | None:
        return self._noted if name == "direct_url.json" else None


@pytest.mark.parametrize(
    ("noted", "line"),
    [
        (None, "pip install 'newsparse[dumps]'"),
        ({"url": "file:///srv/my%20clone", "dir_info": {}}, "pip install '/srv/my clone[dumps]'"),
        ({"url": "file:///srv/newsparse-1-py3-none-any.whl"}, "pip install '/srv/newsparse-1-py3-none-any.whl[dumps]'"),
        (
            {"url": "https://git.example/n.git", "vcs_info": {"vcs": "git"}},
            "pip install 'newsparse[dumps] @ git+https://git.example/n.git'",
        ),
        ({"url": "https://example.com/n.whl"}, "pip install 'newsparse[dumps] @ https://example.com/n.whl'"),
    ],
    ids=["index", "clone", "wheel", "repository", "address"],
)
def test_an_extra_comes_from_where_newsparse_did(
    noted: dict[str, object] | None, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = _Distribution(json.dumps(noted) if noted else None)
    monkeypatch.setattr(metadata, "distribution", lambda _name: there)
    assert install_line("dumps") == line


def test_an_extra_of_sources_that_are_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "distribution", _not_installed)
    assert install_line("dumps") == f"pip install '{ROOT}[dumps]'"


def test_not_installed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", _not_installed)
    code, found = states(run)
    assert (code, found["extras"][0]) == (0, "missing")


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_every_command(shell: str, run: Run) -> None:
    code, out, err = run("completion", shell)
    assert (code, err) == (0, "")
    for command in COMMANDS:
        assert command.__name__.rpartition(".")[2] in out


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not there")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ex"], "explain extract"),
        (["parse", "--form"], "--format"),
        (["parse", "--format", ""], "brief html json markdown text"),
        (["extract", "--dedup", "d"], "drop"),
    ],
    ids=["command", "option", "value", "of a choice"],
)
def test_bash_completes(words: list[str], expected: str, tmp_path: Path, run: Run) -> None:
    script = tmp_path / "completion.bash"
    script.write_text(run("completion", "bash")[1], encoding="utf-8")
    line = " ".join(shlex.quote(word) for word in ["newsparse", *words])
    code = f'source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words)}; _shtab_newsparse; echo "${{COMPREPLY[@]}}"'
    bash = shutil.which("bash") or ""
    done = subprocess.run([bash, "--norc", "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert sorted(done.stdout.split()) == expected.split()


def test_without_shtab(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    code, _, err = run("completion", "bash")
    assert code == 1
    assert install_line("completion") in err
