"""What changes behind a run's back, while it goes or before it is gone on with: told, never mixed in silence."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest

import dumps
import newsparse
from archives import STORED, Member, zip_bytes
from newsparse.article import Article
from newsparse.cli import extract as extract_command
from newsparse.dumps import run as run_module
from newsparse.dumps.inputs import changes, inputs_of, read_inputs, tree
from newsparse.dumps.inputs.opened import Context
from newsparse.dumps.pages import Fault, Item
from sample import Run, filled, names, needs_posix
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
    assert "other inputs (changed since, come or gone: " in err


# Containers of every kind, changed between the end of a run and --resume: the run of what is there now, or a word.

_ROWS = [(f"{number:02}.html", data) for number, (_, data) in enumerate(_MANY[:30])]


def _feed(rows: dumps.Pages) -> bytes:
    items = "".join(f"<item><link>https://e.com/{name}</link><description>{escape(data.decode())}</description></item>"
                    for name, data in rows)  # fmt: skip
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>滨城网</title>{items}</channel></rss>'.encode()


def _csv(rows: dumps.Pages) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([("url", "html"), *((name, data.decode()) for name, data in rows)])
    return out.getvalue().encode()


def _as_file(make: Callable[[Path, dumps.Pages], Path]) -> Callable[[dumps.Pages], bytes]:
    def made(rows: dumps.Pages) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            return make(Path(folder) / "a", rows).read_bytes()

    return made


_CONTAINERS: dict[str, Callable[[dumps.Pages], bytes]] = {
    "zip": _as_file(dumps.zip_of),
    "tar": dumps.tar_bytes,
    "tar.gz": lambda rows: gzip.compress(dumps.tar_bytes(rows), 1),
    "warc": dumps.warc_bytes,
    "warc.gz": lambda rows: dumps.warc_bytes(rows, gz=True),
    "parquet": _as_file(dumps.parquet_of),
    "jsonl": dumps.jsonl_bytes,
    "json": lambda rows: b"[" + b",".join(dumps.jsonl_bytes(rows).splitlines()) + b"]",
    "csv": _csv,
    "rss": _feed,
}
_NOW: dict[str, Callable[[dumps.Pages], dumps.Pages]] = {
    "reversed": lambda rows: rows[::-1],  # of the same size
    "one more": lambda rows: [*rows, ("99.html", dumps.page(99))],
    "the last changed": lambda rows: [*rows[:-1], (rows[-1][0], dumps.page(98))],
}


@pytest.mark.parametrize("change", [*_NOW, "cut", "removed"])
@pytest.mark.parametrize("place", ["alone", "folder", "among others"])
@pytest.mark.parametrize("kind", _CONTAINERS)
def test_a_container_is_changed_before_resume(
    kind: str, place: str, change: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = {"warc": "fastwarc", "warc.gz": "fastwarc", "parquet": "pyarrow"}.get(kind)
    if library:
        pytest.importorskip(library)
    given = tmp_path / "in" / f"m.{kind}"
    filled(tmp_path, {"in/a.html": dumps.page(50), "in/z.html": dumps.page(51), "b.html": dumps.page(52)})
    given.write_bytes(_CONTAINERS[kind](_ROWS))
    inputs = {"alone": [given], "folder": [given.parent], "among others": [tmp_path / "b.html", given]}[place]
    out = tmp_path / "out.jsonl"
    _broken_off_in_here(inputs, out, run, monkeypatch)
    stat = given.stat()
    if change == "removed":
        given.unlink()
    else:
        data = _CONTAINERS[kind](_NOW[change](_ROWS)) if change in _NOW else given.read_bytes()[: stat.st_size // 2]
        given.write_bytes(data)
        os.utime(given, ns=(stat.st_atime_ns, stat.st_mtime_ns + 10**9))
    code, _, err = run("extract", *inputs, "-o", out, "--resume", "--workers", "0")
    assert (code, out.exists()) == (1, False)
    names_it = "There is no folder" if change == "removed" else "other inputs (changed since, come or gone: "
    assert ("has changed since the run was broken off" if place == "folder" else names_it) in err


_STORED: dict[str, Callable[[dumps.Pages], bytes]] = {
    "zip": lambda rows: zip_bytes(*(Member(name.encode(), data, method=STORED) for name, data in rows)),
    "jsonl.gz": lambda rows: gzip.compress(dumps.jsonl_bytes(rows), 0, mtime=0),
    "jsonl.xz": lambda rows: lzma.compress(dumps.jsonl_bytes(rows)),
    "jsonl.bz2": lambda rows: bz2.compress(dumps.jsonl_bytes(rows)),
}


@pytest.mark.parametrize("place", ["alone", "folder"])
@pytest.mark.parametrize("kind", _STORED)
def test_a_container_is_changed_in_its_middle_at_the_same_time(
    kind: str, place: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "_KNOWN_BY", 1 << 12)
    monkeypatch.setattr(tree, "_LARGE", 1 << 12)
    given, out = tmp_path / "in" / f"m.{kind}", tmp_path / "out.jsonl"
    given.parent.mkdir()
    given.write_bytes(_STORED[kind](_ROWS))
    inputs = [given if place == "alone" else given.parent]
    _broken_off_in_here(inputs, out, run, monkeypatch)
    stat = given.stat()
    name, data = _ROWS[15]
    other = [*_ROWS[:15], (name, data.replace("修好".encode(), "修完".encode())), *_ROWS[16:]]
    given.write_bytes(_STORED[kind](other).ljust(stat.st_size, b"\0")[: stat.st_size])
    os.utime(given, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    code, _, err = run("extract", *inputs, "-o", out, "--resume", "--workers", "0")
    assert (code, out.exists()) == (1, False)
    assert "since" in err


def _same_size(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@needs_posix
@pytest.mark.parametrize(
    ("change", "told"), [(_same_size, True), (lambda path: path.chmod(0o640), True), (lambda _path: None, False)]
)
@pytest.mark.parametrize("place", ["alone", "folder"])
def test_a_file_is_written_to_and_its_time_is_put_back(
    place: str, change: Callable[[Path], None], told: bool, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, out = tmp_path / "in", tmp_path / "out.jsonl"
    dumps.folder(given, _ROWS)
    (tmp_path / "m.jsonl").write_bytes(dumps.jsonl_bytes(_ROWS))
    monkeypatch.setattr(changes, "_KNOWN_BY", 1 << 9)
    inputs = [given if place == "folder" else tmp_path / "m.jsonl"]
    _broken_off_in_here(inputs, out, run, monkeypatch)
    changed = given / _ROWS[3][0] if place == "folder" else inputs[0]
    stat = changed.stat()
    change(changed)
    os.utime(changed, ns=(stat.st_atime_ns, stat.st_mtime_ns)) if told else None
    code, _, err = run("extract", *inputs, "-o", out, "--resume", "--workers", "0")
    assert (code, "1 file of the inputs" in err, str(changed) in err) == (0, told, told)


def _broken_off_in_here(inputs: list[Path], out: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that ends in the middle of a container, with what it did kept."""
    left = iter(range(20))

    def parse(*args: Any, **more: Any) -> Article:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return newsparse.parse(*args, **more)

    with monkeypatch.context() as patch:
        for bound in ("_SOONEST", "_LATEST"):  # after every page, however slow the machine
            patch.setattr(run_module, bound, 0.0)
        patch.setattr(extract_command, "parse", parse)
        code, _, err = run("extract", *inputs, "-o", out, "--workers", "0")
    assert code == 130
    assert "pages are kept" in err


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
