"""Composes the rooms: what runs, where, and with which settings.

Enters: settings, commands, signals. Leaves: running processes, exit codes.
Only this room (and ``cli``) reads the clock, files and the environment; it
holds no rule about feeds, articles, tags or pages. The chain that every
article goes through is in ``pipeline``; ``live`` feeds it from the web,
``ingest`` from archives, ``lines`` from JSON lines.
"""
