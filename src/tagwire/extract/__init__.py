"""Pages become articles: typed blocks, metadata, credits, completeness.

In:  ``Page`` values: the bytes of one response and what the source said about it.
Out: one ``Article`` or one ``Rejected`` for each page, in order. A page is parsed
once and walked once; what was kept out of the text is in ``removed`` with a reason.
Forbidden: sockets, files, clock, randomness, rules that name a publisher, and any
state between pages: the same page gives the same article.
"""

from tagwire.extract._decode import decode
from tagwire.extract._stage import EXTRACTOR_VERSION, extract

__all__ = ["EXTRACTOR_VERSION", "decode", "extract"]
