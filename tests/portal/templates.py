"""The portal's templates: one for each channel, as if four systems had been bought over the years."""

from __future__ import annotations

from collections.abc import Sequence

from portal.stories import Story

CHANNELS = {"local": "本地", "sports": "体育", "culture": "文化", "gov": "政务"}
# The encoding of each channel's pages, and the charset that the Content-Type header names, if it names one.
ENCODINGS = {"local": "utf-8", "sports": "gbk", "culture": "gbk", "gov": "utf-8"}
HEADERS = {"local": "utf-8", "sports": None, "culture": "gbk", "gov": None}
_CHARSET = {"local": "utf-8", "sports": "gb2312", "culture": "gbk", "gov": "utf-8"}


def frame(channel: str, title: str, body: str) -> str:
    """A page with the portal's head, navigation and foot."""
    charset = _CHARSET.get(channel, "utf-8")
    nav = "".join(f'<a href="/{name}/">{words}</a> ' for name, words in CHANNELS.items())
    return f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title}_三汊河新闻网</title><style>body{{margin:0}}</style></head>
<body><div class="top"><a href="/user/login">登录</a> <a href="/app/">下载客户端</a></div>
<div class="nav"><a href="/">首页</a> {nav}</div>
{body}
<div class="footer"><a href="/about/">关于我们</a> | <a href="/about/contact.html">联系我们</a>
<p>版权所有 三汊河新闻网 未经授权不得转载</p></div>
</body></html>"""


def article(story: Story, paragraphs: Sequence[str], tail: str, related: Sequence[Story]) -> str:
    """The page of a story in its channel's template; ``tail`` is what follows the body (links to further pages)."""
    make = {"local": _local, "sports": _sports, "culture": _culture, "gov": _gov}[story.channel]
    lines = "".join(f"<li><a href='{other.path}'>{other.title}</a></li>" for other in related)
    box = f'<div class="related"><h3>相关阅读</h3><ul>{lines}</ul></div>'
    return frame(story.channel, story.title, make(story, paragraphs, tail) + box)


def _local(story: Story, paragraphs: Sequence[str], tail: str) -> str:
    body = "".join(f"<p>{text}</p>\n" for text in paragraphs)
    return f"""<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/local/">本地</a></div>
<h1>{story.title}</h1>
<div class="info"><span>{story.published}</span> <span>来源：{story.source}</span>
<span>记者：{story.reporter}</span></div>
<div class="article-content">{body}</div>{tail}
<p class="editor">责任编辑：{story.editor}</p>"""


def _sports(story: Story, paragraphs: Sequence[str], tail: str) -> str:
    date = "{}年{}月{}日".format(*story.published[:10].split("-"))
    body = "".join(f"<P>　　{text}</P>\n" for text in paragraphs)
    return f"""<TABLE width=700 align=center><TR><TD align=center><FONT size=5><B>{story.title}</B></FONT></TD></TR>
<TR><TD align=center>{date}{story.published[11:]}　来源：{story.source}　记者：{story.reporter}</TD></TR>
<TR><TD>{body}{tail}</TD></TR><TR><TD align=right>(责任编辑：{story.editor})</TD></TR></TABLE>"""


def _culture(story: Story, paragraphs: Sequence[str], tail: str) -> str:
    body = "<br><br>\n".join(f"　　{text}" for text in paragraphs)
    return f"""<div id="main"><h2 class="title">{story.title}</h2>
<div class="sub">发布时间：{story.published}:00　来源：{story.source}　作者：{story.reporter}
　编辑：{story.editor}</div>
<div id="zoom">{body}</div>{tail}</div>"""


def _gov(story: Story, paragraphs: Sequence[str], tail: str) -> str:
    body = "".join(f'<p style="text-indent: 2em;">{text}</p>\n' for text in paragraphs)
    return f"""<div class="xl"><h1>{story.title}</h1>
<ul class="xx"><li>来源：{story.source}</li><li>发布时间：{story.published}</li></ul>
<div class="TRS_Editor">{body}<p>记者：{story.reporter}　责任编辑：{story.editor}</p></div>{tail}</div>"""


def listing(channel: str, title: str, shown: Sequence[Story], extra: str, pager: str) -> str:
    """A list page: headline and date of each story, then what else is linked, then the pager."""
    rows = "".join(
        f'<li><a href="{story.path}" target="_blank">{story.title}</a><span>[{story.published[5:10]}]</span></li>\n'
        for story in shown
    )
    return frame(channel, title, f'<h2>{title}</h2><ul class="list">{rows}{extra}</ul><div class="page">{pager}</div>')
