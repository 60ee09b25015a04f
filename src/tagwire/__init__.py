"""Tagwire: live "Latest news with #tag" pages from any set of news sources."""

__version__ = "0.1.0"
