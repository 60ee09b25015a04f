"""What the pages say of each language, from what the tag room measured."""

from __future__ import annotations

from tagwire.serve import LanguageQuality
from tagwire.tag import language_quality


def told_quality() -> tuple[LanguageQuality, ...]:
    """Return the quality of tags by language, best first."""
    return tuple(
        LanguageQuality(
            language=each.language,
            grade=each.grade,
            figure="" if each.figure is None else f"F1 {each.figure:.2f}",
            note=each.note,
        )
        for each in language_quality()
    )
