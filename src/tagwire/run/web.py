"""The web process: pages, feeds and API over the store."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from dataclasses import replace

import structlog
import uvicorn

from tagwire.errors import ConfigError
from tagwire.extract import EXTRACTOR_VERSION
from tagwire.fetch import Client
from tagwire.model import Source
from tagwire.run.adding import add_address
from tagwire.run.backup import last_backup
from tagwire.run.children import follow_parent
from tagwire.run.clock import Clock
from tagwire.run.desk import keeping_desk_of
from tagwire.run.disk import free_share
from tagwire.run.fetching import fetch_settings_of
from tagwire.run.heartbeat import silent_since
from tagwire.run.log import start_log
from tagwire.run.logos import LogoKeeper
from tagwire.run.opening import open_clock, open_store
from tagwire.run.opening_demo import RESTART_S, start_demo
from tagwire.run.opml import export_opml, import_opml
from tagwire.run.pictures import PictureKeeper
from tagwire.run.problems import problem_desk_of
from tagwire.run.quality import told_quality
from tagwire.run.selecting import try_selector
from tagwire.run.settings import Settings
from tagwire.run.starter import add_feeds, starter_feeds
from tagwire.run.websub import Callback
from tagwire.serve import AddResult, SelectorTrial, ServeSettings, SetUp
from tagwire.serve.app import create_app
from tagwire.store.protocol import Store
from tagwire.tag import TAGGER_VERSION

log = structlog.get_logger()


def serve_web(settings: Settings, descriptor: int, *, is_child: bool) -> None:
    """Serve pages on a bound socket until asked to stop."""
    start_log(settings, "web")
    listener = _listener_of(descriptor)
    asyncio.run(_serve(settings, listener, is_child=is_child))


def _listener_of(descriptor: int) -> socket.socket:
    try:
        return socket.socket(fileno=descriptor)
    except OSError as error:
        raise ConfigError(f"--fd {descriptor} is no bound socket: use tagwire serve") from error


async def _serve(settings: Settings, listener: socket.socket, *, is_child: bool) -> None:
    store = open_store(settings)
    clock = open_clock(settings, store)
    host, port = listener.getsockname()[:2]
    started_s = time.time()
    async with Client(fetch_settings_of(settings), clock, store) as client:

        async def add_source(address: str) -> AddResult:
            return await add_address(address, client, store, clock)

        async def try_on(source: Source, selector: str) -> SelectorTrial:
            return await try_selector(source, selector, client, clock)

        app = create_app(
            serve_settings_of(settings, host, port),
            store,
            clock=clock.now,
            health=lambda: _health(settings, clock, started_s),
            add_source=add_source,
            set_up=replace(
                with_pictures(set_up_of(store, clock), settings, client, store, clock),
                hubs=Callback(store=store, clock=clock) if settings.base_url else None,
                keeping=keeping_desk_of(settings, store, clock),
                problems=problem_desk_of(settings, clock.now),
                try_selector=try_on,
            ),
        )
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                limit_concurrency=1000,
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )
        if is_child:
            follow_parent(lambda: setattr(server, "should_exit", True))
        log.info("web started", host=host, port=port)
        await server.serve(sockets=[listener])
    store.close()


def with_pictures(
    set_up: SetUp, settings: Settings, client: Client, store: Store, clock: Clock
) -> SetUp:
    """Return the ways to fill an instance with those to pictures, where the owner wants any."""
    if settings.images == "off":
        return set_up
    pictures = PictureKeeper(web=client, clock=clock, folder=settings.pictures_path)
    logos = LogoKeeper(web=client, clock=clock, store=store, pictures=pictures)
    return replace(set_up, find_picture=pictures.find, find_logo=logos.find)


def set_up_of(store: Store, clock: Clock) -> SetUp:
    """Return the ways to fill an instance that need no look at the web."""
    return SetUp(
        starter=starter_feeds,
        add_feeds=lambda feeds: add_feeds(store, clock, feeds),
        import_opml=lambda body: import_opml(body, store, clock),
        export_opml=lambda: export_opml(store, clock),
        quality=told_quality,
        start_demo=lambda: start_demo(store, clock.now(), in_s=RESTART_S),
    )


def serve_settings_of(settings: Settings, host: str, port: int) -> ServeSettings:
    """Return what the pages need of the settings."""
    return ServeSettings(
        host=host,
        port=port,
        base_url=settings.base_url,
        public_hosts=settings.public_hosts,
        timezone=settings.timezone,
        excerpt_only=settings.excerpt_only,
        noindex=settings.noindex,
    )


def _health(settings: Settings, clock: Clock, started_s: float) -> dict[str, object]:
    """Return what only this machine knows: its disk, and when the worker gave its last sign."""
    share, silent = free_share(settings), silent_since(settings, clock, started_s)
    worker: dict[str, object] = {"worker": "alive"}
    if silent is not None:
        text = silent.isoformat(timespec="seconds")
        worker = {"worker": f"silent since {text}", "worker_silent_since": silent}
    return worker | {
        "disk_full": share < settings.min_free_share,
        "disk_free_share": round(share, 4),
        "process": os.getpid(),
        "time": clock.now().isoformat(),
        # What new versions are made by; the store counts what made the others.
        "extractor": EXTRACTOR_VERSION,
        "tagger": TAGGER_VERSION,
        "last_backup": last_backup(settings),
    }
