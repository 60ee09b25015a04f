"""What a get gives back when it gives no response."""

from __future__ import annotations

from dataclasses import dataclass

from tagwire.model import Reason, Rejected, Stage

# Asking again cannot help: the address, the owner of the host or the size says no.
PERMANENT = frozenset(
    {
        Reason.BAD_URL,
        Reason.UNKNOWN_SCHEME,
        Reason.REFUSED_ADDRESS,
        Reason.ROBOTS,
        Reason.TOO_LARGE,
        Reason.GONE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailure:
    """An expected failure, ready to be kept or asked again.

    ``retry_after_s`` are product seconds that the host, or its robots.txt, wants us
    to stay away. ``permanent`` means that asking again cannot help.
    """

    rejected: Rejected
    status: int | None = None
    retry_after_s: float | None = None
    permanent: bool = False

    @property
    def reason(self) -> Reason:
        """Why the fetch failed."""
        return self.rejected.reason


def failure_of(
    url: str,
    reason: Reason,
    detail: str,
    *,
    status: int | None = None,
    retry_after_s: float | None = None,
    permanent: bool | None = None,
) -> FetchFailure:
    """Build a failure of the fetch stage; ``permanent`` follows from the reason unless given."""
    return FetchFailure(
        rejected=Rejected(stage=Stage.FETCH, key=url, reason=reason, detail=detail),
        status=status,
        retry_after_s=retry_after_s,
        permanent=reason in PERMANENT if permanent is None else permanent,
    )
