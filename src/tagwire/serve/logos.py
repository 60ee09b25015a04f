"""Logos of publishers from our own address, where the owner wants pictures.

Only publishers with articles here have one, so this is no proxy for any address.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from tagwire.serve.images import HEADERS
from tagwire.serve.pages.errors import error_page
from tagwire.serve.site import Site

# A page is shown before anybody knows whether its publisher has a logo.
NEUTRAL = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path fill="none" stroke="#888"'
    b' stroke-width="2.5" d="M9 10h24v28H12a3 3 0 0 1-3-3zM33 18h6v17a3 3 0 0 1-3 3h-3M14 16h14v8'
    b'H14zM14 29h14M14 33h9"/></svg>'
)


async def show_logo(site: Site, request: Request) -> Response:
    """Give the logo of a publisher, or a drawing of a newspaper where it has none."""
    find, domain = site.set_up.find_logo, request.path_params["domain"].lower()
    if find is None or site.store.find_publisher(domain, site.clock()) is None:
        return error_page(site, request, 404, "No logo is shown here.")
    picture = await find(domain)
    if picture is None:
        return Response(NEUTRAL, headers={**HEADERS, "Content-Type": "image/svg+xml"})
    return Response(picture.body, headers={**HEADERS, "Content-Type": picture.type})
