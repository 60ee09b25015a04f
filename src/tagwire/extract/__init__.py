"""Pages become articles: typed blocks, metadata, credits, completeness.

In:  ``Page`` values: the bytes of one response and what the source said about it.
Out: one ``Article`` or one ``Rejected`` for each page, in order. A page is parsed
once and walked once; what was kept out of the text is in ``removed`` with a reason.
What is remembered of a site comes in as a frozen value and observations go out
(``memory``). Forbidden: sockets, files, clock, randomness, rules that name a publisher
outside ``publishers``, and any state between pages: the same page and memory give the
same article.
"""

from tagwire.extract._decode import decode
from tagwire.extract._notices import notice_of
from tagwire.extract._opt_outs import SITE_RESERVATION_HEADER, TDM_RESERVATION
from tagwire.extract._stage import EXTRACTOR_VERSION, Extracted, extract, extract_remembering

__all__ = [
    "EXTRACTOR_VERSION",
    "SITE_RESERVATION_HEADER",
    "TDM_RESERVATION",
    "Extracted",
    "decode",
    "extract",
    "extract_remembering",
    "notice_of",
]
