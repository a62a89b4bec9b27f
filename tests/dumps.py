"""Pages, and files of every kind with pages in them, for the tests of dumps."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import signal
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from sample import ROOT, SOURCES

Pages = Sequence[tuple[str, bytes]]
_PLACES = "滨城 柳河 青石 云岭 白鹭 东港 桃溪 长乐 望山 古槐".split()
_THINGS = "石桥 渡口 书院 菜场 码头 水厂 图书馆 花圃 校车 灯塔".split()
_PEOPLE = "林小满 方若溪 戴知秋 秦晓禾 贺川 苏北辰 江一帆 温如玉".split()


def page(number: int, harm: str = "", site: str = "https://news.example.com") -> bytes:
    """A page of its own for each number; ``harm`` as `dump_program` obeys it."""
    place, thing = _PLACES[number % 10], _THINGS[number // 10 % 10]
    who, other = _PEOPLE[number % 8], _PEOPLE[(number + 3) % 8]
    day = f"2021-{number % 12 + 1:02}-{number % 28 + 1:02}"
    lines = "".join(
        f"<p>{place}{thing}的第{number + line}次检修在{day}完成，{who}说，"
        f"{thing}旁的居民第{number * 7 + line}回走上新路。"
        f"工人为{place}的{thing}换下{number + line * 3}块旧板，用了{line + 2}个星期。</p>"
        for line in range(4)
    )
    return (
        f"<!DOCTYPE html><html><head><title>{place}{thing}修好了{number}_滨城网</title>"
        f'<link rel="canonical" href="{site}/{number}.html"></head><body>{harm and f"<!--{harm}-->"}'
        f"<h1>{place}{thing}修好了{number}</h1><p>{day} 17:27　来源：{place}晚报　作者：{who}</p>"
        f"<div>{lines}</div><p>责任编辑：{other}</p></body></html>"
    ).encode()


def pages(count: int, harm: str = "") -> Pages:
    """Numbered pages with their names."""
    return [(f"{number // 40:02}/{number:04}.html", page(number, harm)) for number in range(count)]


def folder(path: Path, some: Pages) -> Path:
    for name, data in some:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def zip_of(path: Path, some: Pages) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in some:
            # without the hour of now: the same bytes each time
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


def tar_of(path: Path, some: Pages) -> Path:
    path.write_bytes(tar_bytes(some))
    return path


def tar_bytes(some: Pages) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in some:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def jsonl_bytes(some: Pages, column: str = "html") -> bytes:
    rows = ({"id": n, "url": f"https://e.com/{n}", column: data.decode()} for n, (_, data) in enumerate(some))
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def parquet_of(path: Path, some: Pages, group: int = 7) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [{"id": n, "link": f"https://e.com/{n}", "html": data} for n, (_, data) in enumerate(some)]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=group)
    return path


def warc_record(url: str, body: bytes, kind: str = "response", http: bytes | None = None, type_: str = "") -> bytes:
    """One WARC record, as the standard says."""
    block, content_type = body, type_ or "text/html"
    if kind in ("response", "request"):
        block = (http or b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n") + b"\r\n" + body
        content_type = f"application/http; msgtype={kind}"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-11-08T09:27:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{zlib.crc32(url.encode()):012}>\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def warc_bytes(some: Pages, *, gz: bool = False) -> bytes:
    """A WARC file in the shape of CC-NEWS: a warcinfo record, then requests and responses."""
    records = [warc_record("urn:info", b"software: test\r\n", "warcinfo", type_="application/warc-fields")]
    for name, data in some:
        url = f"https://news.example.com/{name}"
        records += [warc_record(url, b"", "request", b"GET / HTTP/1.1\r\n"), warc_record(url, data)]
    return b"".join(gzip.compress(record, mtime=0) if gz else record for record in records)


def zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(data)


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd,
}


class Started(subprocess.Popen[bytes]):
    """The program and all that it starts: a test that fails leaves none of it, and waits for none."""

    def __exit__(self, kind: Any, error: Any, at: Any) -> None:
        if kind is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        super().__exit__(kind, error, at)


def start(*args: str | float | Path, **more: Any) -> subprocess.Popen[bytes]:
    """Start the program that obeys harmful pages, in a process group of its own."""
    command = [sys.executable, str(ROOT / "tests" / "dump_program.py"), *map(str, args)]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([SOURCES, str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]),
    }
    pipe = subprocess.PIPE
    return Started(command, env=environment, stdout=pipe, stderr=pipe, start_new_session=True, **more)


def finish(*args: str | float | Path, **more: Any) -> tuple[int, str, str]:
    """Run that program to its end."""
    with start(*args, **more) as process:
        try:
            out, err = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # a run that hangs fails its test, and does not hold up the others
            raise
        return process.returncode, out.decode(), err.decode()


def children(group: int) -> Iterator[int]:
    """Processes of a group that run the fork server or came from it: the server first."""
    for path in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda path: int(path.parent.name)):
        with suppress(OSError):
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            command = (path.parent / "cmdline").read_bytes()
            if int(fields[2]) == group and b"forkserver" in command and fields[0] != "Z":
                yield int(path.parent.name)


def memory_of(pid: int, name: str) -> int:
    """Resident bytes of a process: VmRSS now, VmHWM at most; 0 where it is gone."""
    with suppress(OSError, ValueError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        return int(next(line for line in lines if line.startswith(name)).split()[1]) * 1024
    return 0
