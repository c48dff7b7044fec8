"""Shape of the ready-made content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContentItem:
    """One checklist item in three languages; ``points`` whole points, ``source`` the rule of requirements.md."""

    code: str
    zh_hans: str
    zh_hant: str
    en: str
    points: int
    source: str

    @property
    def names(self) -> dict[str, str]:
        """The item's text by language."""
        return {"zh-hans": self.zh_hans, "zh-hant": self.zh_hant, "en": self.en}


@dataclass(frozen=True, slots=True)
class LinePart:
    """The part of a checklist that belongs to one service line."""

    line_code: str
    zh_hans: str
    zh_hant: str
    en: str
    items: tuple[ContentItem, ...]

    @property
    def names(self) -> dict[str, str]:
        """The checklist's name by language."""
        return {"zh-hans": self.zh_hans, "zh-hant": self.zh_hant, "en": self.en}
