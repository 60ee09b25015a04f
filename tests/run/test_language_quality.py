"""Pages tell the quality of tags as it was measured."""

from __future__ import annotations

from tagwire.run.quality import told_quality
from tagwire.tag import language_quality


def test_pages_tell_figures_where_there_are_some() -> None:
    """A language that nobody measured has no figure, and says so."""
    told = {each.language: each for each in told_quality()}
    assert [each.language for each in language_quality()] == list(told)
    assert "F1 0.81" == told["en"].figure
    assert "" == told["sv"].figure
    assert "nobody measured" in told["sv"].note
