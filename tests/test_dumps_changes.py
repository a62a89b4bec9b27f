"""What changes behind a run's back, while it goes or before it is gone on with: told, never mixed in silence."""

from __future__ import annotations

import gzip
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import dumps
from newsparse.dumps.inputs import inputs_of, read_inputs
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.pages import Fault, Item
from sample import Run, names, needs_posix
from test_dumps_faults import until_checkpoint

_PROFILE = '[[site]]\nhosts = ["news.example.com"]\nwhy = "测试"\nmatch = {{ source = "来源：({})" }}\n'
# Enough that none is read to its end at once.
_MANY = [(name, data + b"<!--" + os.urandom(4000).hex().encode() + b"-->") for name, data in dumps.pages(120)]
_JSONL = dumps.jsonl_bytes(_MANY)
_KINDS: dict[str, bytes] = {
    "jsonl": _JSONL,
    "jsonl.gz": gzip.compress(_JSONL, 1),
    "tar": dumps.tar_bytes(_MANY),
    "tar.gz": gzip.compress(dumps.tar_bytes(_MANY), 1),
}


def _items(given: Path) -> Iterator[Item]:
    return read_inputs(inputs_of([given]), (), Context())


def _shorten(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _rewrite(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:1000] + data[1000:][::-1])
    _touch(path)


def _touch(path: Path) -> None:
    """Another time of the last change, on file systems with coarse times, too."""
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 10**9))


def _grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(_JSONL)


@needs_posix
@pytest.mark.parametrize("change", [_shorten, _rewrite, _grow, Path.unlink], ids=lambda each: each.__name__)
@pytest.mark.parametrize("place", ["alone", "folder"])
@pytest.mark.parametrize("kind", _KINDS)
def test_a_container_that_changes_while_it_is_read(
    kind: str, place: str, change: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "in" / f"a.{kind}"
    path.parent.mkdir()
    path.write_bytes(_KINDS[kind])
    (path.parent / "b.html").write_bytes(dumps.page(1))
    items = _items(path if place == "alone" else path.parent)
    first = [next(items) for _ in range(3)]
    change(path)
    rest = [item.page for item in items]
    assert not any(isinstance(item.page, Fault) for item in first)
    assert (f"a.{kind}", "InputChanged") in [(page.name, page.error) for page in rest if isinstance(page, Fault)]
    assert place == "alone" or rest[-1].name == "b.html"


def test_a_container_that_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(_JSONL)
    assert not any(isinstance(item.page, Fault) for item in _items(path))


def _unbroken(folder: Path) -> Path:
    """Pages of which the last but one never ends."""
    return dumps.folder(folder, [*dumps.pages(60), ("98.html", dumps.page(98, "hang")), ("99.html", dumps.page(99))])


def _break_off(given: Path, out: Path, *more: str | Path) -> None:
    with dumps.start("extract", given, "-o", out, *more) as process:
        until_checkpoint(out)
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
    assert out.with_name(f"{out.name}.run").is_dir()


def _in_place(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace("滨城".encode(), "桃溪".encode()))
    _touch(path)


@needs_posix
@pytest.mark.parametrize("change", [_in_place, _grow, Path.unlink], ids=lambda each: each.__name__)
def test_a_page_that_was_read_is_changed_before_resume(
    change: Callable[[Path], None], tmp_path: Path, run: Run
) -> None:
    given, out = _unbroken(tmp_path / "pages"), tmp_path / "out.jsonl"
    _break_off(given, out)
    change(given / "00" / "0000.html")
    code, _, err = run("extract", given, "-o", out, "--resume")
    assert code == 1
    assert "has changed since the run was broken off" in err
    assert not out.exists()


@needs_posix
def test_a_file_is_changed_behind_its_beginning_before_resume(tmp_path: Path, run: Run) -> None:
    given, out = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    given.write_bytes(dumps.jsonl_bytes([*_MANY, ("99.html", dumps.page(99, "hang"))]))
    _break_off(given, out)
    data = given.read_bytes()
    middle = data.index("滨城".encode(), 100_000)
    given.write_bytes(data[:middle] + "桃溪".encode() + data[middle + 6 :])
    _touch(given)
    code, _, err = run("extract", given, "-o", out, "--resume")
    assert code == 1
    assert "another inputs" in err


def _other_pattern(folder: Path) -> None:
    (folder / "a.toml").write_text(_PROFILE.format("柳河"), encoding="utf-8")


def _one_more(folder: Path) -> None:
    (folder / "b.toml").write_text(_PROFILE.format("柳河"), encoding="utf-8")


def _one_less(folder: Path) -> None:
    (folder / "a.toml").unlink()


def _untouched(folder: Path) -> None:
    _touch(folder / "a.toml")
    (folder / "notes.txt").write_text("no profile", encoding="utf-8")


@needs_posix
@pytest.mark.parametrize(
    ("change", "file"), [(_other_pattern, "a.toml"), (_one_more, "b.toml"), (_one_less, "a.toml"), (_untouched, None)]
)
def test_profiles_change_before_resume(
    change: Callable[[Path], None], file: str | None, tmp_path: Path, run: Run
) -> None:
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    for name in ("a.toml", "c.toml"):
        (profiles / name).write_text(_PROFILE.format("滨城"), encoding="utf-8")
    given, out = _unbroken(tmp_path / "pages"), tmp_path / "out.jsonl"
    _break_off(given, out, "--profiles", profiles)
    (given / "98.html").write_bytes(dumps.page(98))  # behind what was reached: it may be mended
    change(profiles)
    code, _, err = run("extract", given, "-o", out, "--profiles", profiles, "--resume")
    if file is None:
        assert code == 0, err
        assert len(names(out.read_text(encoding="utf-8"))) == 62
        return
    assert code == 1
    assert f"other site profiles (changed since, come or gone: {profiles / file})" in err
    assert "start anew without --resume" in err
    assert not out.exists()


@needs_posix
def test_a_run_is_done_again_where_a_page_was_changed_after_its_end(good: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out.jsonl"
    assert run("extract", good, "-o", out, "--resume")[0] == 0
    page = good / "a.html"
    page.write_bytes(page.read_bytes().swapcase())
    _touch(page)
    assert "Nothing is left to do" not in run("extract", good, "-o", out, "--resume")[2]
    assert "Nothing is left to do" in run("extract", good, "-o", out, "--resume")[2]
