"""What `make fuzz`, `make stress`, `make flat` and `make soak` are made of; and every input that they ever found."""

from __future__ import annotations

import hashlib
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import newsparse
from sample import PAGE, ROOT, needs_posix

sys.path.insert(0, str(ROOT / "tools"))
asking, holds, ledger, made, mutate, targets = (
    importlib.import_module(f"mutants.{name}") for name in "asking holds ledger made mutate targets".split()
)
flat, fuzz, soak, audit = (importlib.import_module(name) for name in "flat fuzz soak audit".split())

TARGETS: dict[str, Any] = targets.TARGETS
FOUND = sorted(path for path in (ROOT / "tests" / "cases" / "found").glob("*/*") if path.is_file())

# --- what was found, and what is fuzzed -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_holds(path: Path) -> None:
    (target,) = (target for name, target in TARGETS.items() if re.sub(r"\W+", "-", name) == path.parent.name)
    target.run(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_targets_hold_on_what_they_begin_with(name: str) -> None:
    """And have some: a target without seeds would fuzz nothing but refusals."""
    seeds = list(TARGETS[name].seeds())
    assert seeds
    for data in (*seeds[:3], b"", seeds[0][: len(seeds[0]) // 2]):
        TARGETS[name].run(data)


def test_our_own_mutations_fuzz_where_atheris_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSPARSE_FUZZ", "own")
    monkeypatch.setitem(TARGETS, "always broken", targets.Target(_broken, lambda: [b"a"]))
    assert fuzz.fuzz("decode", tmp_path, 0.2, 1) == 0
    with pytest.raises(holds.Broken):
        fuzz.fuzz("always broken", tmp_path, 60, 1)
    assert [path.name for path in (tmp_path / "always-broken").iterdir() if path.is_file()] != []


def _broken(data: bytes) -> None:
    raise holds.Broken("a test", data)


# --- inputs by number -------------------------------------------------------------------------------------------------

_DIGEST = "import sys; sys.path[:0] = sys.argv[1:]; import test_mutants; print(test_mutants.digest())"


def digest() -> str:
    """What some inputs are."""
    inputs = [make(3, number) for number in range(60) for make in (made.page, made.container)]
    return hashlib.sha256(repr(inputs).encode("utf-8", "surrogatepass")).hexdigest()


def test_inputs_are_the_same_in_any_process() -> None:
    command = [sys.executable, "-c", _DIGEST, str(ROOT / "src"), str(ROOT / "tests")]
    environment = {**os.environ, "PYTHONHASHSEED": "11", "TZ": "Asia/Tokyo"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)
    assert done.stdout.decode().strip() == digest(), done.stderr.decode()


_MUTATIONS: list[Any] = [*dict.fromkeys((*mutate.MARKUP, *mutate.BINARY))]


@pytest.mark.parametrize("mutation", _MUTATIONS, ids=lambda each: each.__name__)
def test_every_mutation_changes_something(mutation: Any) -> None:
    dice = made.dice_of("test", 1, 1)
    assert any(mutation(PAGE.encode(), dice) != PAGE.encode() for _ in range(20))
    assert isinstance(mutation(b"", dice), bytes)


# --- what must hold ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"kind": "page"}, "an invalid row"),
        ({"extra": float("nan")}, "no JSON"),
        ({"title": "石桥\ud800"}, "a character that no file may hold"),
        ({"title": "石桥\0"}, "a character that no file may hold"),
        ({"pages": ["java\tscript:next(2)"]}, "an address that runs"),
        ({"source_url": " VBScript:x"}, "an address that runs"),
    ],
    ids=str,
)
def test_rows_that_do_not_hold(change: dict[str, Any], kind: str) -> None:
    record = newsparse.parse(PAGE).to_dict()
    holds.row(record)
    with pytest.raises(holds.Broken, match=kind):
        holds.row({**record, **change})


def test_a_bug_is_named_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsparse.api.sections_of", lambda page: page.no_such_thing)
    with pytest.raises(holds.Broken, match=r"AttributeError in api\.py, _article"):
        holds.page(made.Page(PAGE, None, None, {}))


# --- runs in slices ---------------------------------------------------------------------------------------------------

# Answers, but hangs at 3 and dies at 5.
_CHILD = """
import json, os, sys
print("ready", flush=True)
for line in sys.stdin:
    kind, seed, start, end = line.split()
    for number in range(int(start), int(end)):
        while number == 3:
            pass
        if number == 5:
            os._exit(9)
    print(json.dumps({"counts": {"done": int(end) - int(start)}, "broken": [], "mb": 1}), flush=True)
"""


@needs_posix
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processor time of a child is read from /proc")
def test_what_hangs_or_dies_is_found_and_the_rest_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "child.py").write_text(_CHILD, encoding="utf-8")
    for name, value in {"CHILD": tmp_path / "child.py", "ONE": 0.5, "FEW": 0.5}.items():
        monkeypatch.setattr(asking, name, value)
    with asking.Asked() as asked:
        answer = asked.ask("page", 1, 0, 7)
        assert asked.ask("page", 1, 10, 12)["counts"] == {"done": 2}
    assert answer["counts"] == {"done": 5}
    assert [(number, kind) for number, kind, _ in answer["broken"]] == [(3, "hang"), (5, "died (9)")]


def test_a_ledger_goes_on_and_sums(tmp_path: Path) -> None:
    more = {"commit": "abc", "seconds": 1.0, "mb": 70}
    first = ledger.Ledger(tmp_path)
    first.add("page", 1, 0, 10, {"article": 8}, [(4, "hang", "hang")], **more)
    again = ledger.Ledger(tmp_path)
    assert (again.next("page", 1), again.next("page", 2), again.next("container", 1)) == (10, 0, 0)
    again.add("page", 1, 10, 30, {"article": 20}, [], **{**more, "commit": "def"})
    sums = again.sums()["page"]
    assert (sums["inputs"], sums["seeds"], sums["commits"]) == (30, [1], {"abc": 10, "def": 20})
    assert (sums["outcomes"], sums["broken"], again.open_faults()) == ({"article": 28}, {"hang": 1}, True)
    (kept,) = (tmp_path / "found").glob("*.bin")
    page = made.page(1, 4).page
    assert kept.read_bytes() == (page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass"))


def test_growth_counts_from_100000_pages_on() -> None:
    looks = [(at, 60.0 if at else 30.0) for at in range(0, 400_001, 50_000)]
    assert flat.growth(looks) == 0
    assert flat.growth([(at, at / 100_000 * 2) for at, _ in looks]) == 2
    assert flat.growth(looks[:3]) is None


def test_a_soak_says_what_is_lost(tmp_path: Path) -> None:
    given = soak.Made(tmp_path, {"crash": 1}, {"000-zip": 2, "000-jsonl": 1}, ["001-zip"])
    rows = ["000-zip!/000/1.html", "000-jsonl#1"]
    assert soak.lost(given, rows, ["000-zip!/000/2.html", "001-zip"]) == {}
    assert sorted(soak.lost(given, rows[1:], [])) == ["000-zip", "001-zip", "harmful pages"]


@pytest.mark.parametrize(
    ("packages", "code"),
    [
        ([{"name": "lxml", "version": "1", "vulns": []}], 0),
        ([{"name": "lxml", "version": "1", "vulns": [{"id": "X-1", "fix_versions": []}]}], 1),
        ([{"name": "lxml", "skip_reason": "not found"}], 2),
        ([], 2),
    ],
    ids=["sound", "a hole", "not looked up", "nothing"],
)
def test_an_audit_that_looked_nothing_up_is_no_clean_bill(packages: list[dict[str, Any]], code: int) -> None:
    assert audit.verdict(packages, "pypi") == code
