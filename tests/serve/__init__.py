"""Tests of the web side: called as ASGI, without sockets; page tests use a real browser."""
