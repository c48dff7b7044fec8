"""Template tags of the frame: addresses within the tenant, points and money as people read them."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from tenancy import journal_port
from tenancy.web import tenant_url
from tenancy.wording import WORDS

register = template.Library()


@register.simple_tag
def turl(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page of the active tenant: ``{% turl "vendors:vendor_detail" vendor.id %}``."""
    return tenant_url(name, *args, **kwargs)


@register.simple_tag
def word(key: str) -> str:
    """Return a word as the tenant's profile has it: ``{% word "project" %}`` (TEN-02)."""
    return str(WORDS[key])


@register.filter
def hundredths(value: Any) -> str:
    """Show integer hundredths as a number with two decimals: 8765 as 87.65; a dash for none."""
    if value in (None, ""):
        return "–"
    return f"{Decimal(value) / 100:.2f}"


@register.filter
def points(value: Any) -> str:
    """Show integer hundredths without needless zeros: 150 as 1.5, 500 as 5."""
    if value in (None, ""):
        return "–"
    return f"{Decimal(value) / 100:.2f}".rstrip("0").rstrip(".")


@register.filter
def yuan(value: Decimal | None) -> str:
    """Show an amount of CNY: 57000 as ¥57,000.00."""
    return "–" if value in (None, "") else f"¥{value:,.2f}"


@register.filter
def localized(texts: dict[str, str] | None) -> str:
    """Pick the reader's language out of a text kept in several."""
    return in_language(texts)


def in_language(texts: dict[str, str] | None) -> str:
    """Return the text in the active language, else Simplified Chinese, else any."""
    if not texts:
        return ""
    language = get_language() or "zh-hans"
    return texts.get(language) or texts.get("zh-hans") or next(iter(texts.values()))


@register.filter
def masked(contact: str) -> str:
    """Show an e-mail address or phone with its middle hidden (security.md 6)."""
    return journal_port.masked(contact)
