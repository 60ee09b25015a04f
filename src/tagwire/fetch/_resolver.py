"""Name look-ups on threads of their own, so that dead names do not hold up living ones."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

# A dead name takes 5 to 20 s. The loop's own pool has 6 threads on 2 cores, and
# ten dead feeds would stop all look-ups; threads that wait cost little.
LOOK_UPS = 32


class ThreadResolver(AbstractResolver):
    """Asks the system's resolver; refuses nothing: the guard sees the address later."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOK_UPS, thread_name_prefix="tagwire-dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host. Raises OSError when there are none."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, _look_up, host, port, family
        )
        if not found:
            raise OSError(f"no address of {host}")
        return found

    async def close(self) -> None:
        """Let running look-ups end unheard."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int, family: int) -> list[ResolveResult]:
    try:
        infos = socket.getaddrinfo(
            host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
        )
    except UnicodeError as error:
        raise OSError(f"{host!r} is no host name") from error
    return [
        ResolveResult(
            hostname=host,
            host=str(address[0]),
            port=int(address[1]),
            family=kind,
            proto=proto,
            flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        )
        for kind, _, proto, _, address in infos
    ]
