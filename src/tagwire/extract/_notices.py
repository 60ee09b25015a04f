"""Pages that come in place of something else: told by few words and a title that says so."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from tagwire.extract._decode import utf8_of_page
from tagwire.extract._head import read_head
from tagwire.extract._kinds import refusal_of
from tagwire.model import Block, BlockKind, Reason, Rejected, Response
from tagwire.text import squeeze

# Notices are small; nothing larger is worth a parse where a list was asked for.
_MAX_BYTES = 300_000
_NOT_READ = ["script", "style", "noscript", "template", "svg"]


def notice_of(response: Response) -> Reason | None:
    """Return what a page wants of its reader before it gives anything, None for other pages.

    One of ``CAPTCHA``, ``CONSENT_WALL`` and ``ERROR_PAGE``.
    """
    if len(response.body) > _MAX_BYTES or b"<" not in response.body:
        return None
    html = utf8_of_page(response)
    if isinstance(html, Rejected):
        return None
    tree = LexborHTMLParser(html)
    head = read_head(tree, response.final_url or response.url)
    tree.strip_tags(_NOT_READ)
    heading = tree.css_first("h1")
    text = tree.body.text(separator=" ") if tree.body is not None else ""
    found = refusal_of(
        head,
        squeeze(heading.text(separator=" ")) if heading is not None else "",
        [Block(kind=BlockKind.PARAGRAPH, text=text)],
    )
    return found[0] if found is not None and found[0] in _NOTICES else None


_NOTICES = frozenset({Reason.CAPTCHA, Reason.CONSENT_WALL, Reason.ERROR_PAGE})
