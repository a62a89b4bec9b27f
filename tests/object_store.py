"""An object store on the loopback that speaks as much of S3 as pyarrow asks of one; nothing in it outlives the test."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase, BytesIO
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

_WHEN = "2021-11-08T09:27:00.000Z"
_WHEN_SAID = "Mon, 08 Nov 2021 09:27:00 GMT"


class Store(ThreadingHTTPServer):
    """Objects by bucket and key ("bucket/key"), and what was asked of them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.pieces: dict[str, dict[int, bytes]] = {}
        self.given = 0  # bytes of objects that were given out

    @property
    def environment(self) -> dict[str, str]:
        """By which pyarrow finds it."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.server_port}",
            "AWS_ACCESS_KEY_ID": "anyone",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }


@contextmanager
def running() -> Iterator[Store]:
    """A store, for the while."""
    with Store() as store:
        thread = threading.Thread(target=store.serve_forever)
        thread.start()
        try:
            yield store
        finally:
            store.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Store

    def do_HEAD(self) -> None:
        name, _ = self._asked()
        if "/" not in name.rstrip("/"):
            self._say(200)
        elif (data := self.server.objects.get(name)) is None:
            self._say(404)
        else:
            self._say(200, length=len(data))

    def do_GET(self) -> None:
        name, query = self._asked()
        if "list-type" in query:
            self._list(name.rstrip("/"), query)
            return
        data = self.server.objects.get(name)
        if data is None:
            self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start, end = (int(found[1]), int(found[2] or len(data))) if found else (0, len(data))
        self.server.given += len(data[start : end + 1])
        more = {"Content-Range": f"bytes {start}-{min(end, len(data) - 1)}/{len(data)}"} if found else {}
        self._say(206 if found else 200, data[start : end + 1], more)

    def do_PUT(self) -> None:
        name, query = self._asked()
        body, objects = self._body(), self.server.objects
        if "uploadId" in query:
            self.server.pieces[query["uploadId"]][int(query["partNumber"])] = body
        elif source := self.headers.get("x-amz-copy-source"):
            objects[name] = objects[unquote(source).lstrip("/")]
            said = f'<ETag>"x"</ETag><LastModified>{_WHEN}</LastModified>'
            self._say(200, f"<CopyObjectResult>{said}</CopyObjectResult>")
            return
        elif "/" in name.rstrip("/"):
            objects[name] = body
        self._say(200, headers={"ETag": '"x"'})

    def do_POST(self) -> None:
        name, query = self._asked()
        body = self._body()
        bucket, _, key = name.partition("/")
        if "uploads" in query:
            number = str(len(self.server.pieces))
            self.server.pieces[number] = {}
            said = f"<Bucket>{bucket}</Bucket><Key>{escape(key)}</Key><UploadId>{number}</UploadId>"
            self._say(200, f"<InitiateMultipartUploadResult>{said}</InitiateMultipartUploadResult>")
        elif "uploadId" in query:
            pieces = self.server.pieces[query["uploadId"]]
            self.server.objects[name] = b"".join(pieces[number] for number in sorted(pieces))
            self._say(200, '<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>')
        else:  # ?delete
            for each in re.findall(rb"<Key>(.*?)</Key>", body):
                self.server.objects.pop(f"{bucket}/{each.decode()}", None)
            self._say(200, "<DeleteResult></DeleteResult>")

    def do_DELETE(self) -> None:
        name, _ = self._asked()
        self.server.objects.pop(name, None)
        self._say(204)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""

    def _asked(self) -> tuple[str, dict[str, str]]:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        return unquote(url.path)[1:], query

    def _body(self) -> bytes:
        """What was sent; of chunks (HTTP's, and S3's own within them) what is in them."""
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            data = self._chunks(self.rfile)
        else:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return self._chunks(BytesIO(data)) if "aws-chunked" in self.headers.get("Content-Encoding", "") else data

    @staticmethod
    def _chunks(stream: BufferedIOBase) -> bytes:
        body = b""
        while size := int(stream.readline().partition(b";")[0], 16):
            body += stream.read(size)
            stream.readline()
        while stream.readline().strip():  # trailers: a checksum
            pass
        return body

    def _list(self, bucket: str, query: dict[str, str]) -> None:
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter")
        keys, folders = [], set()
        for name in sorted(self.server.objects):
            key = name.removeprefix(f"{bucket}/")
            if key == name or not key.startswith(prefix):
                continue
            rest = key.removeprefix(prefix)
            if delimiter and delimiter in rest:
                folders.add(prefix + rest[: rest.index(delimiter) + 1])
            else:
                said = f"<LastModified>{_WHEN}</LastModified><Size>{len(self.server.objects[name])}</Size>"
                keys.append(f"<Contents><Key>{escape(key)}</Key>{said}</Contents>")
        keys = keys[: int(query.get("max-keys", "1000"))]
        common = [f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>" for each in sorted(folders)]
        said = f"<Name>{bucket}</Name><IsTruncated>false</IsTruncated><KeyCount>{len(keys) + len(common)}</KeyCount>"
        self._say(200, f"<ListBucketResult>{said}{''.join(keys + common)}</ListBucketResult>")

    def _say(
        self, code: int, body: bytes | str = b"", headers: dict[str, str] | None = None, length: int | None = None
    ) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(code)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.send_header("Last-Modified", _WHEN_SAID)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
