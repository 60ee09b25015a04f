"""Pictures of articles from our own address. The web side fetches nothing: the process does.

An address names an article and carries our signature over its picture, so this is no
proxy for whatever address somebody wants fetched.
"""

from __future__ import annotations

import hashlib
import hmac

from starlette.requests import Request
from starlette.responses import Response

from tagwire.model import Article
from tagwire.serve.opt_outs import allowance_of
from tagwire.serve.owner import KEY_SETTING
from tagwire.serve.pages.errors import error_page
from tagwire.serve.site import Site, session_of

SIGNATURE_CHARS = 32
# Pictures only, and no page even where somebody opens one in a tab of its own.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "private, max-age=86400",
    "Content-Disposition": "inline",
}


def image_path(site: Site, request: Request, article_id: str, article: Article) -> str | None:
    """Return our address of an article's picture, None where it is not to be shown."""
    if site.set_up.find_picture is None or not may_show(site, request, article):
        return None
    signature = _signature(site, article_id, article)
    return f"/image/{article_id}/{signature}" if signature else None


def may_show(site: Site, request: Request, article: Article) -> bool:
    """Tell whether this visitor may see the picture: as the text, and not where forbidden."""
    if article.image is None:
        return False
    is_forbidden = "noimageindex" in article.opt_outs and site.settings.is_public
    if is_forbidden and session_of(request) is None:
        return False
    return allowance_of(site, request, article.opt_outs).full


async def show_image(site: Site, request: Request) -> Response:
    """Give the picture of an article."""
    find, article_id = site.set_up.find_picture, request.path_params["id"]
    stored = site.store.find_article(article_id) if find else None
    article = stored.tagged.article if stored else None
    if find is None or article is None or not may_show(site, request, article):
        return error_page(site, request, 404, "No picture is shown here.")
    signature = _signature(site, article_id, article)
    if not signature or not hmac.compare_digest(
        signature.encode(), request.path_params["signature"].encode()
    ):
        return error_page(site, request, 404, "No picture has this address.")
    assert article.image is not None, "may_show asks for it"
    picture = await find(article.image.url)
    if picture is None:
        return error_page(site, request, 404, "The publisher gave no picture that can be shown.")
    return Response(picture.body, headers={**HEADERS, "Content-Type": picture.type})


def _signature(site: Site, article_id: str, article: Article) -> str:
    """Return our signature over an article and the address of its picture, "" without a key."""
    key = site.store.find_setting(KEY_SETTING)
    if not key or article.image is None:
        return ""
    text = f"image|{article_id}|{article.image.url}".encode()
    return hmac.new(bytes.fromhex(key), text, hashlib.sha256).hexdigest()[:SIGNATURE_CHARS]
