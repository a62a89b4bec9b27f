"""Pieces that programs stumble over: of markup, of what news pages say, of headers and magic numbers."""

from __future__ import annotations

_WORDS = (
    "<", ">", "</", "/>", "<!", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?xml ", "<?", "&", "&#0;", "&#xD800;",
    "&#x110000;", "&nbsp;", "&lt;p&gt;", '"', "'", "=", " ", "\t", "\u3000", "\u200b", "\ufeff", "\u202e", "\u2028",
    "\ud800", "\udfff", "\U0001f600", "e\u0301" * 9, "<p>", "</p>", "<div>", "</div>", "<br>", "<h1>", "</h1>",
    "<h2>", "<table><tr><td>", "</table>", "<td rowspan=65534 colspan=1000>", "<ul><li>", "</ul>", "<a href=/1>",
    "<a href='javascript:alert(1)'>", "</a>", "<img src='data:image/png;base64,AA'>", "<img srcset='/a 1w, /b 2x'>",
    "<svg>", "<math>", "<template>", "</template>", "<plaintext>", "<textarea>", "<noscript>", "<frameset>",
    "<select><option>", "<script>", "</script>", "<style>.a{display:none}", "</style>", "<title>", "</title>",
    "<base href='http://[::1'>", "<base href='//e.example/'>", "<meta charset=utf-16>", "<meta charset=x>",
    "<script type='application/ld+json'>{\"@graph\":[", "<script>window.__NUXT__=(function(a){return {", "[[[[{{",
    "\\u003cp\\u003e", "\\ud800", "</body>", "</html>", "<body>", "<html lang=>", "<figure><figcaption>",
    "<pre><code>",
    "来源：", "作者：", "记者 张三", "责任编辑：", "2021-02-30 25:61", "9999-12-31 23:59",
    "0001-01-01", "昨天", "3小时前",
    "民國一一〇年", "二〇二四年五月", "新华社北京12月9日电", "（完）",
    "相关阅读", "图为", "摄", "【", "】", "（", "/", "|", "　　",
    "\r\nContent-Length: 99999999999\r\n", "\r\nContent-Encoding: br\r\n", "\r\nTransfer-Encoding: chunked\r\n",
    "WARC/1.0\r\n", "\r\n\r\n", "HTTP/1.1 200 OK\r\n", "PK\x03\x04", "PK\x05\x06", "ustar\0", "PAR1", "{}", "[]",
    "null", "{\"html\":", ",", ";", "../", "/etc/passwd", "C:\\", "=1+1",
)  # fmt: skip
TOKENS = tuple(word.encode("utf-8", "surrogatepass") for word in _WORDS)
