"""CPU that a page costs inside Scrapy, beside `newsparse.parse` alone; for the table of docs/crawlers.md.

    python tools/crawler_cpu.py [--rounds N]

Serves the fixtures on loopback from a process of its own and lets Scrapy fetch each of them N times, with a callback
for each way of docs/crawlers.md. CPU is the crawling process's own, from the first response to the last item.
Needs newsparse[scrapy].
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

Fixture = tuple[str, bytes]


def fixtures() -> list[Fixture]:
    """The name and the bytes of each page."""
    return [(file.parent.name, file.read_bytes()) for file in sorted((ROOT / "fixtures").glob("*/page.html"))]


def serve(pipe: Connection) -> None:
    """Serve the fixtures until killed; the port goes through ``pipe``."""
    pages = dict(fixtures())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            page = pages[self.path.split("/")[1]]
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pipe.send(server.server_address[1])
    server.serve_forever()


def crawl(way: str, port: int, rounds: int) -> float:
    """Crawl in this process; CPU seconds a page."""
    import scrapy
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response
    from scrapy_poet import DummyResponse

    import newsparse
    from newsparse.integrations.scrapy import NewsArticle

    urls = [f"http://127.0.0.1:{port}/{name}/{n}" for n in range(rounds) for name, _ in fixtures()]
    used: list[float] = []
    counted: list[int] = []

    class Spider(scrapy.Spider):
        name = "cpu"
        start_urls = urls

        def closed(self, reason: str) -> None:  # noqa: ARG002
            used.append(time.process_time())
            counted.append(self.crawler.stats.get_value("item_scraped_count", 0))

    def nothing(self: object, response: Response) -> object:
        yield {"url": response.url}

    def plain(self: object, response: Response) -> object:
        yield newsparse.parse(response).to_dict()

    def item(self: object, response: object, article: object) -> object:
        yield article

    item.__annotations__ = {"response": DummyResponse, "article": NewsArticle}  # what scrapy-poet goes by
    Spider.parse = {"nothing": nothing, "parse": plain, "page object": item}[way]  # type: ignore[method-assign]
    settings: dict[str, object] = {"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "CONCURRENT_REQUESTS": 8}
    settings["CONCURRENT_REQUESTS_PER_DOMAIN"] = 8
    settings |= {"DOWNLOAD_DELAY": 0, "METAREFRESH_ENABLED": False}  # a fixture refreshes itself, elsewhere
    if way == "page object":
        settings["ADDONS"] = {"scrapy_poet.Addon": 300, "newsparse.integrations.scrapy.Addon": 400}
    newsparse.parse(fixtures()[0][1], urls[0]).to_dict()  # reads the data files before the clock runs
    process = CrawlerProcess(settings)
    process.crawl(Spider)
    start = time.process_time()
    process.start()
    if counted != [len(urls)]:
        raise RuntimeError(f"{counted} items of {len(urls)} pages")
    return (used[0] - start) / len(urls)


def alone(work: Callable[[str, bytes], object], rounds: int) -> float:
    """CPU seconds a page of ``work`` on the same pages, without a crawler."""
    pages = fixtures()
    for name, page in pages:
        work(name, page)
    start = time.process_time()
    for _ in range(rounds):
        for name, page in pages:
            work(name, page)
    return (time.process_time() - start) / rounds / len(pages)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="how often each page is fetched (default: 20)")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.way:
        print(json.dumps(crawl(args.way, args.port, args.rounds)))
        return
    import newsparse

    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(there,), daemon=True)
    server.start()
    port = here.recv()
    print("| what | ms of CPU a page |\n|---|---|")
    for words, work in (
        ("`parse(bytes, url)` alone", lambda name, page: newsparse.parse(page, f"http://127.0.0.1/{name}/1")),
        ("… and `.to_dict()`", lambda name, page: newsparse.parse(page, f"http://127.0.0.1/{name}/1").to_dict()),
    ):
        print(f"| {words} | {alone(work, args.rounds) * 1000:.2f} |")
    for way in ("nothing", "parse", "page object"):
        command = [sys.executable, __file__, "--way", way, "--port", str(port), "--rounds", str(args.rounds)]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        print(f"| Scrapy, {way} | {json.loads(done.stdout.splitlines()[-1]) * 1000:.2f} |")
    server.terminate()
    server.join()


if __name__ == "__main__":
    main()
