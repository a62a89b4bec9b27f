"""The portal: what it answers to each path, and a server on loopback that answers it."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from portal.stories import Story, stories
from portal.templates import CHANNELS, ENCODINGS, HEADERS, article, listing

_PER_PAGE = 3
# Linked to from the front page: gone, moved, cut off in the middle of a character, a PDF by mistake, empty.
MISSING = "/local/2024/0512/19999.html"
MOVED = "/old/2024/10002.html"
BROKEN = "/culture/20240512/39999.shtml"
PDF = "/gov/202405/t20240512_49999.html"
EMPTY = "/gov/202405/t20240512_49998.html"
_ODD = {
    MISSING: "这个页面已经被编辑撤下找不到了",
    MOVED: "汀州小学木工课引来外地同行参观学习",
    BROKEN: "服务器故障之后只剩下半篇的旧闻",
    PDF: "一份被错当成网页的桥梁检测报告",
    EMPTY: "点开之后什么内容都没有的空白页面",
}


class Request(NamedTuple):
    """A request that the portal was sent."""

    path: str
    status: int


class _Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Portal:
    """The portal on a free port of 127.0.0.1, as a context manager.

    Args:
        slow: seconds that the slow page takes.
        port: 0 for any free one.

    Attributes:
        url: its front page.
        requests: what it was asked for, in order.
    """

    def __init__(self, slow: float = 0.5, port: int = 0) -> None:
        self.slow = slow
        self.published = [story for story in stories() if not story.late]
        self.requests: list[Request] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> Portal:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def publish_late(self) -> list[Story]:
        """Publish the stories that were held back; they are the newest of their channel."""
        late = [story for story in stories() if story.late]
        self.published = late + self.published
        return late

    def address(self, path: str) -> str:
        """The address of a path."""
        return self.url.rstrip("/") + path

    def answer(self, path: str) -> _Answer:
        """What the portal says to a path."""
        if path == MOVED:
            return _Answer(301, {"Location": "/local/2024/0513/10002.html"}, b"")
        if path == BROKEN:
            whole = _encoded(
                "culture", article(self._story("/culture/20240513/30001.shtml"), ["半篇旧闻。" * 30], "", ())
            )
            return whole._replace(body=whole.body[: whole.body.index("半篇旧闻".encode("gbk")) + 101])
        if path == PDF:
            return _Answer(200, {"Content-Type": "text/html"}, b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
        if path == EMPTY:
            return _Answer(200, {"Content-Type": "text/html"}, b"")
        if path == "/":
            return self._front()
        return self._list(path) or self._article(path) or _Answer(404, {"Content-Type": "text/html"}, _NOT_FOUND)

    def _story(self, path: str) -> Story:
        return next(story for story in stories() if story.path == path)

    def _front(self) -> _Answer:
        odd = "".join(f'<li><a href="{path}">{words}</a></li>' for path, words in _ODD.items())
        newest = sorted(self.published, key=lambda story: story.published, reverse=True)[:6]
        return _encoded("local", listing("local", "三汊河新闻网首页", newest, odd, ""))

    def _list(self, path: str) -> _Answer | None:
        channel, _, name = path.strip("/").partition("/")
        if channel not in CHANNELS or name not in ("", *(f"index_{n}.html" for n in range(2, 9))):
            return None
        here = [story for story in self.published if story.channel == channel]
        number = int(name[6:-5]) if name else 1
        last = -(-len(here) // _PER_PAGE)
        if number > last:
            return None
        pager = " ".join(
            f'<a href="/{channel}/{f"index_{n}.html" if n > 1 else ""}">{n}</a>' for n in range(1, last + 1)
        )
        if number < last:
            pager += f' <a href="/{channel}/index_{number + 1}.html">下一页</a>'
        shown = here[(number - 1) * _PER_PAGE : number * _PER_PAGE]
        return _encoded(channel, listing(channel, f"{CHANNELS[channel]}新闻", shown, "", pager))

    def _article(self, path: str) -> _Answer | None:
        for story in self.published:
            stem, _, ending = story.path.rpartition(".")
            related = [other for other in self.published if other.channel == story.channel and other is not story][:3]
            if path == story.path:
                if story.slow:
                    time.sleep(self.slow)
                paragraphs = story.part(1) if story.pages else story.paragraphs[:2] if story.whole else story.paragraphs
                return _encoded(story.channel, article(story, paragraphs, _tail(story, stem, ending, 1), related))
            if story.whole and path == f"{stem}_all.{ending}":
                return _encoded(story.channel, article(story, story.paragraphs, "", related))
            for number in range(2, len(story.pages) + 1):
                if path == f"{stem}_{number}.{ending}":
                    tail = _tail(story, stem, ending, number)
                    return _encoded(story.channel, article(story, story.part(number), tail, related))
        return None


_NOT_FOUND = "<html><head><title>404 页面不存在</title></head><body><p>您要找的页面不存在。</p></body></html>".encode()


def _tail(story: Story, stem: str, ending: str, here: int) -> str:
    """The links from one page of a story to the others."""
    if story.whole:
        return f'<p class="more"><a href="{stem}_all.{ending}">余下全文</a></p>'
    if not story.pages:
        return ""
    links = []
    for number in range(1, len(story.pages) + 1):
        name = f"{stem}_{number}.{ending}" if number > 1 else story.path
        links.append(f"【{number}】" if number == here else f'<a href="{name}">【{number}】</a>')
    if here < len(story.pages):
        links.append(f'<a href="{stem}_{here + 1}.{ending}">下一页</a>')
    return f'<p align="center">{" ".join(links)}</p>'


def _encoded(channel: str, page: str) -> _Answer:
    charset = HEADERS[channel]
    kind = f"text/html; charset={charset}" if charset else "text/html"
    return _Answer(200, {"Content-Type": kind}, page.encode(ENCODINGS[channel]))


def _handler(portal: Portal) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = portal.answer(self.path)
            portal.requests.append(Request(self.path, answer.status))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Nothing: the requests are in `Portal.requests`."""

    return Handler
