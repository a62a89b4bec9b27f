"""Tables, feeds and saved pages with the pages of `dumps` in them: as data, for one runner."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import quopri
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import dumps

Texts = Sequence[str]
COUNT = 5
TEXTS = [data.decode() for _, data in dumps.pages(COUNT)]
TITLES = [f"{place}石桥修好了{n}" for n, place in enumerate("滨城 柳河 青石 云岭 白鹭".split())]


def coded(texts: Texts, code: Callable[[bytes], bytes] = base64.b64encode) -> list[str]:
    """Pages in Base64."""
    return [code(text.encode()).decode() for text in texts]


def rows(texts: Texts, column: str = "html") -> list[dict[str, Any]]:
    return [{"id": n, "link": f"https://e.com/{n}", "栏目": "城乡", column: text} for n, text in enumerate(texts)]


def csv_of(texts: Texts, column: str = "html", **dialect: Any) -> str:
    out = io.StringIO()
    made = rows(texts, column)
    writer = csv.DictWriter(out, list(made[0]), **dialect)
    writer.writeheader()
    writer.writerows(made)
    return out.getvalue()


def json_of(texts: Texts, column: str = "html", indent: int | None = None) -> str:
    return json.dumps(rows(texts, column), ensure_ascii=False, indent=indent)


def jsonl_of(texts: Texts, column: str = "html") -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(texts, column))


def answer_of(texts: Texts, *keys: str) -> str:
    """As an API answers: other lists before and behind the one that counts."""
    value: Any = rows(texts)
    for key in reversed(keys):
        value = {"code": 0, "navs": [{"id": 1, "name": "首页"}], key: value, "hot": ["桥", "]}"]}
    return json.dumps(value, ensure_ascii=False)


def wrapped_of(texts: Texts) -> str:
    """As search engines give out what they hold: each page one level down in its line."""
    return "".join(json.dumps({"_id": row["id"], "_source": row}) + "\n" for row in rows(texts))


def rss(texts: Texts, tag: str = "content:encoded", head: str = "", encoding: str = "utf-8", cdata: bool = True) -> str:
    items = (
        f"<item><title>石桥 &amp; 渡口{n}</title><link>https://e.com/{n}?a=1&b=2</link>"
        f"<{tag}>{f'<![CDATA[{text}]]>' if cdata else escape(text)}</{tag}></item>"
        for n, text in enumerate(texts)
    )
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n{head}<rss version="2.0" '
        f'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>滨城网</title>'
        f"<link>https://e.com/</link><description>滨城&nbsp;新闻</description>{''.join(items)}</channel></rss>"
    )


def rdf(texts: Texts) -> str:
    items = (
        f'<item rdf:about="https://e.com/{n}"><title>石桥</title><link>https://e.com/{n}</link>'
        f"<description>{escape(text)}</description></item>"
        for n, text in enumerate(texts)
    )
    return (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><channel><title>滨城网</title>'
        '<items><rdf:Seq><rdf:li resource="a"/></rdf:Seq>'
        f"</items></channel>{''.join(items)}</rdf:RDF>"
    )


def atom(texts: Texts, kind: str = "html") -> str:
    def content(text: str) -> str:
        return f"<div xmlns='http://www.w3.org/1999/xhtml'>{body_of(text)}</div>" if kind == "xhtml" else escape(text)

    entries = (
        f'<entry><title>{title_of(text)}</title><link rel="self" href="/s{n}"/><link href="/{n}"/><id>urn:{n}</id>'
        f'<summary>短</summary><content type="{kind}">{content(text)}</content></entry>'
        for n, text in enumerate(texts)
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh"><title>滨城网</title><link href="https://e.com/"/>'
        f"{''.join(entries)}</feed>"
    )


def title_of(page: str) -> str:
    return page.partition("<h1>")[2].partition("</h1>")[0]


def body_of(page: str) -> str:
    return page.split("<body>")[1].split("</body>")[0]


def mhtml(page: bytes, coding: str = "quoted-printable", charset: str = "", cut: bool = False) -> bytes:
    """As a browser saves a page: the page, then a picture."""
    codings: dict[str, Callable[[bytes], bytes]] = {
        "quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes,
    }  # fmt: skip
    coded = codings[coding](page)
    picture = base64.encodebytes(b"\x89PNG" + bytes(3000))
    lines = [
        b"From: <Saved by Blink>", b"Snapshot-Content-Location: https://e.com/0", b"Subject: =?utf-8?Q?x?=",
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b-1"', b"", b"",
        b"----b-1", b"Content-Type: text/html" + charset.encode(), b"Content-ID: <f@mhtml.blink>",
        b"Content-Transfer-Encoding: " + coding.encode(), b"Content-Location: https://e.com/0", b"", coded,
        b"----b-1", b"Content-Type: image/png", b"Content-Transfer-Encoding: base64",
        b"Content-Location: https://e.com/a.png", b"", picture, b"----b-1--", b"",
    ]  # fmt: skip
    return b"\r\n".join(lines[:-8] if cut else lines)


def single_file(page: str) -> bytes:
    """As SingleFile saves a page: all that it shows is in it, in Base64."""
    font = "data:font/woff2;base64," + "AAAA" * 100_000
    picture = "data:image/png;base64," + "iVBO" * 100_000
    return (
        page.replace("<html><head>", "<html><!--\n Page saved with SingleFile \n url: https://e.com/0\n--><head>"
                     f"<style>@font-face{{font-family:x;src:url({font})}}</style>")
        .replace("<div>", f'<div><p><img src="{picture}" width=600 height=400></p>', 1)
    ).encode()  # fmt: skip


# Name of the file → what is in it; each is read as the pages of `TEXTS`, in every place.
READ: dict[str, Callable[[Texts], bytes]] = {
    "comma.csv": lambda t: csv_of(t).encode(),
    "semicolon.csv": lambda t: csv_of(t, delimiter=";").encode(),
    "all_quoted.csv": lambda t: csv_of(t, quoting=csv.QUOTE_ALL, lineterminator="\n").encode(),
    "excel.csv": lambda t: csv_of(t).encode("utf-8-sig"),
    "excel_text.csv": lambda t: csv_of(t, delimiter="\t").encode("utf-16"),
    "gbk.csv": lambda t: csv_of(t).encode("gb18030"),
    "old_mac.csv": lambda t: csv_of(t, lineterminator="\r").encode(),
    "excel_sep.csv": lambda t: f"sep=;\r\n{csv_of(t, delimiter=';')}".encode("utf-8-sig"),
    "title.csv": lambda t: f"滨城网 报表\r\n2021-11-08\r\n{csv_of(t, delimiter=';')}".encode(),
    "bars.csv": lambda t: csv_of(t, delimiter="|").encode(),
    "tab.tsv": lambda t: csv_of(t, dialect="excel-tab").encode(),
    "named_otherwise.dat": lambda t: csv_of(t, delimiter="\t").encode(),
    "table.txt": lambda t: csv_of(t).encode(),
    "looked_for.csv": lambda t: csv_of(t, "seite").encode(),
    "no_header.csv": lambda t: csv_of(t).partition("\r\n")[2].encode(),
    "list.json": lambda t: json_of(t).encode(),
    "pretty.json": lambda t: json_of(t, indent=2).encode(),
    "bom.json": lambda t: json_of(t).encode("utf-8-sig"),
    "wide.json": lambda t: json_of(t).encode("utf-16"),
    "gbk.json": lambda t: json_of(t).encode("gb18030"),
    "texts.json": lambda t: json.dumps(list(t)).encode(),
    "answer.json": lambda t: answer_of(t, "data").encode(),
    "deep_answer.json": lambda t: answer_of(t, "data", "list").encode(),
    "values.json": lambda t: "\n".join(json.dumps(row, indent=1) for row in rows(t)).encode(),
    "by_id.json": lambda t: json.dumps({f"n{row['id']}": row for row in rows(t)}).encode(),
    "by_address.json": lambda t: json.dumps({f"https://e.com/{n}": text for n, text in enumerate(t)}).encode(),
    "answer_by_id.json": lambda t: json.dumps({"data": {row["id"]: row for row in rows(t)}, "n": 5}).encode(),
    "lines.jsonl": lambda t: jsonl_of(t).encode(),
    "lines.txt": lambda t: jsonl_of(t).encode(),
    "wide.jsonl": lambda t: jsonl_of(t).encode("utf-16"),
    "gbk.jsonl": lambda t: jsonl_of(t).encode("gb18030"),
    "commas.jsonl": lambda t: jsonl_of(t).replace("}\n", "},\n").encode(),
    "sequence.jsonseq": lambda t: jsonl_of(t).replace('{"id"', '\x1e{"id"').encode(),
    "sequence.jsonl": lambda t: jsonl_of(t).replace('{"id"', '\x1e{"id"').encode(),
    "wrapped.jsonl": lambda t: wrapped_of(t).encode(),
    "base64.csv": lambda t: csv_of(coded(t)).encode(),
    "base64_no_header.csv": lambda t: csv_of(coded(t)).partition("\r\n")[2].encode(),
    "base64_looked_for.json": lambda t: json_of(coded(t), column="seite").encode(),
    "base64.jsonl": lambda t: jsonl_of(coded(t, base64.urlsafe_b64encode)).encode(),
    "base64_lines.jsonl": lambda t: jsonl_of(coded(t, base64.encodebytes)).encode(),
    "base64_gz.jsonl": lambda t: jsonl_of(coded(t, lambda page: base64.b64encode(gzip.compress(page)))).encode(),
    "base64_bare.jsonl": lambda t: jsonl_of([page.rstrip("=") for page in coded(t)]).encode(),
    "base64_data.jsonl": lambda t: jsonl_of([f"data:text/html;base64,{page}" for page in coded(t)]).encode(),
    "full.rss": lambda t: rss(t).encode(),
    "escaped.xml": lambda t: rss(t, "description", cdata=False).encode(),
    "typed.xml": lambda t: rss(t, "description", '<!DOCTYPE rss PUBLIC "-//x//DTD RSS 0.91//EN" "x.dtd">').encode(),
    "gb2312.xml": lambda t: rss(t, encoding="gb2312").encode("gb18030"),
    "wide.xml": lambda t: rss(t, encoding="utf-16").encode("utf-16"),
    "one.rdf": lambda t: rdf(t).encode(),
    "html.atom": lambda t: atom(t).encode(),
    "xhtml.atom": lambda t: atom(t, "xhtml").encode(),
}  # fmt: skip

# Files that are one page: the first of `TEXTS`.
SAVED: dict[str, bytes] = {
    "quoted.mhtml": mhtml(TEXTS[0].encode()),
    "base64.mht": mhtml(TEXTS[0].encode(), "base64"),
    "gbk.mht": mhtml(TEXTS[0].encode("gb18030"), "8bit", "; charset=gb2312"),
    "named.html": mhtml(TEXTS[0].encode(), "base64", '; charset="utf-8"'),
    "saved.eml": b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(TEXTS[0].encode()),
    "single.html": single_file(TEXTS[0]),
    "one.json": json.dumps(rows(TEXTS)[0], indent=2).encode(),
    "one_answer.json": json.dumps({"code": 0, "data": rows(TEXTS)[0]}).encode(),
}

_PLAIN = ["石桥昨日通行。" * 30] * 3
# Name of the file → what is in it, more arguments, words that the error must have: no page may come of it.
REFUSED: dict[str, tuple[bytes, list[str], list[str]]] = {
    "mistyped.jsonl": (jsonl_of(TEXTS, "seite").encode(), ["--html-column", "siete"], ["siete", "seite", "栏目"]),
    "mistyped.csv": (csv_of(TEXTS).encode(), ["--html-column", "htlm"], ["htlm", "html", "link"]),
    "mistyped.json": (json_of(TEXTS).encode(), ["--html-column", "htlm"], ["htlm", "html", "link"]),
    "mistyped_answer.json": (answer_of(TEXTS, "data").encode(), ["--html-column", "htlm"], ["htlm", "html", "link"]),
    "by_columns.json": (json.dumps({"id": {}, "html": dict(enumerate(TEXTS))}).encode(), [], ["by columns"]),
    "unknown.jsonl": (jsonl_of(_PLAIN, "inhalt").encode(), [], ["inhalt", "link", "--html-column"]),
    "unknown.ndjson": (jsonl_of(_PLAIN[:1], "inhalt").encode(), [], ["inhalt", "link"]),
    "unknown_lines.json": (jsonl_of(_PLAIN, "inhalt").encode(), [], ["inhalt", "link"]),
    "unknown_gbk.jsonl": (jsonl_of(_PLAIN, "内文").encode("gb18030"), [], ["内文", "栏目"]),
    "unknown.csv": (csv_of(_PLAIN, "inhalt").encode(), [], ["inhalt", "link"]),
    "unknown.tsv": (csv_of(_PLAIN, "inhalt", delimiter="\t").encode("gb18030"), [], ["inhalt", "栏目"]),
    "unknown.json": (json_of(_PLAIN, "inhalt").encode(), [], ["inhalt", "link"]),
    "unknown_pretty.json": (json_of(_PLAIN, "inhalt", 2).encode(), [], ["inhalt", "link"]),
    "unknown_answer.json": (json.dumps({"data": {"list": rows(_PLAIN, "inhalt")}}).encode(), [], ["inhalt", "link"]),
    "paths.csv": (csv_of(["a/1.html", "a/2.html"]).encode(), [], ["link", "html", "--html-column"]),
    "lists.json": (json.dumps([["id", "html"], [1, TEXTS[0]]]).encode(), [], ["rows are lists"]),
    "links_only.rss": (rss(["", ""]).encode(), [], ["no content"]),
    "no_page.mhtml": (mhtml(b"").replace(b"text/html", b"text/css"), [], ["no page", "image/png"]),
}  # fmt: skip
