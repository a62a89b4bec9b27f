"""An audit as one HTML file: it loads nothing, holds no script, and every sign of a page is escaped in it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from newsparse.cli.audit_screen import bound_of, empty_everywhere, head_of, rules_of
from newsparse.dumps.auditing import Audit, Example, Finding, HostAudit
from newsparse.text.addresses import safe_url
from newsparse.text.counted import counted
from newsparse.text.scrub import scrub

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --dim: #595959; --rule: #d5d5d5; --link: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --paper: #161616; --dim: #a8a8a8; --rule: #3d3d3d; --link: #8ab4f8; }
}
body { margin: 2rem auto; max-width: 62rem; padding: 0 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; border-bottom: 1px solid var(--rule); }
h3 { font-size: 1rem; margin: 1.5rem 0 0; } a { color: var(--link); } .dim { color: var(--dim); }
blockquote { margin: .4rem 0; padding-left: .8rem; border-left: 3px solid var(--rule); }
meter { width: 8rem; vertical-align: middle; } ul { margin: .3rem 0; } pre { white-space: pre-wrap; margin: .4rem 0; }
summary { cursor: pointer; }
@media print {
  details::details-content { content-visibility: visible; block-size: auto; }
  h2, h3 { break-after: avoid; } li, pre { break-inside: avoid; } meter { print-color-adjust: exact; }
}
"""
# What encodeURIComponent, by which the index finds the page, leaves as it is beside letters and figures.
_AS_IN_JAVASCRIPT = "-_.!~*'()"


def audit_html(found: Audit, name: str, *, is_beside: bool = False) -> str:
    """The page.

    Args:
        found: what it shows.
        name: of the run's file.
        is_beside: it lies beside the index of a report of the same pages, and links to them.
    """
    return scrub("\n".join(_page(found, name, is_beside)) + "\n")


def _page(found: Audit, name: str, is_beside: bool) -> Iterator[str]:
    title = "Audit of the report's pages" if is_beside else f"Audit of {escape(name)}"
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    # Nothing is loaded, nothing is run, whatever the words of a page may be.
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>"
    if is_beside:
        yield '<p><a href="index.html">All pages</a></p>'
    yield f"<p>{escape(head_of(found))}.</p>"
    if len(found.worst) > 1:
        yield "<nav><ul>"
        for number, host in enumerate(found.worst):
            yield f'<li><a href="#h{number}">{escape(host.host)}</a>: {escape(host.findings[0].says)}</li>'
        yield "</ul></nav>"
    for number, host in enumerate(found.worst):
        yield from _host(number, host, is_beside)
    if found.suspect > len(found.worst):
        yield f'<p class="dim">{counted(found.suspect - len(found.worst), "more host")} with findings (--hosts).</p>'
    yield f'<p class="dim">{escape(empty_everywhere(name))}</p>'
    yield "</main>\n</body>\n</html>"


def _host(number: int, host: HostAudit, is_beside: bool) -> Iterator[str]:
    stories = counted(host.stories, "story")
    yield f'<section id="h{number}">\n<h2>{escape(host.host)} <small class="dim">{stories}</small></h2>'
    for finding in host.findings:
        yield from _finding(finding, is_beside)
    if host.weaker:
        yield f'<p class="dim">{host.weaker} more of little weight.</p>'
    yield "</section>"


def _finding(finding: Finding, is_beside: bool) -> Iterator[str]:
    says = escape(finding.says)
    yield f"<h3>{says[:1].upper()}{says[1:]}</h3>"
    meter = f'<meter value="{finding.least:.3f}" low="0.1" high="0.4" optimum="0">{finding.least:.0%}</meter>'
    yield f'<div class="dim">{meter} {escape(bound_of(finding))}</div>'
    for words in filter(None, (finding.value, *finding.more)):
        yield f'<blockquote lang="zh">{escape(words)}</blockquote>'
    if finding.rules:
        yield f'<div class="dim">By {escape(rules_of(finding))}</div>'
    yield "<ul>"
    for example in finding.examples:
        yield f"<li>{_example(example, finding.value, is_beside)}</li>"
    yield "</ul>"
    if finding.mend:
        yield f"<details><summary>A profile to begin with</summary><pre>{escape(finding.mend)}</pre></details>"
    if finding.advice:
        yield f'<p class="dim">{escape(finding.advice)}.</p>'


def _example(example: Example, value: str, is_beside: bool) -> str:
    shown, link = escape(example.file), safe_url(example.url)
    if is_beside:
        shown = f'<a href="index.html#file={quote(scrub(example.file), safe=_AS_IN_JAVASCRIPT)}">{shown}</a>'
        shown += f' <a href="{escape(link)}" rel="noreferrer" class="dim">address</a>' if link else ""
    elif link:
        shown = f'<a href="{escape(link)}" rel="noreferrer">{shown}</a>'
    says = (
        f' <span lang="zh" class="dim">{escape(example.says)}</span>' if example.says and example.says != value else ""
    )
    return shown + says
