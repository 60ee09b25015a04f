"""Logos of publishers from our own address, where the owner wants pictures.

Only publishers with articles here have one, so this is no proxy for any address.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from tagwire.serve.images import HEADERS
from tagwire.serve.pages.errors import error_page
from tagwire.serve.site import Site


async def show_logo(site: Site, request: Request) -> Response:
    """Give the logo of a publisher."""
    find, domain = site.set_up.find_logo, request.path_params["domain"].lower()
    if find is None or site.store.find_publisher(domain, site.clock()) is None:
        return error_page(site, request, 404, "No logo is shown here.")
    picture = await find(domain)
    if picture is None:
        return error_page(site, request, 404, "The publisher has no logo that can be shown.")
    return Response(picture.body, headers={**HEADERS, "Content-Type": picture.type})
