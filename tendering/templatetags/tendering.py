"""Filters of the tendering room's templates."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tendering.rules.rich_text import Block, Run, blocks

register = template.Library()
BREAK = SafeString("<br>")


@register.filter
def rich(text: str | None) -> SafeString:
    """Show a written text with its headings, lists and bold words; every character typed is escaped."""
    return format_html_join("", "{}", ((_block(one),) for one in blocks(text or "")))


def _block(block: Block) -> SafeString:
    lines = [_line(line) for line in block.lines]
    if block.kind == "heading":
        return format_html("<h3>{}</h3>", lines[0])
    if block.kind == "paragraph":
        return format_html("<p>{}</p>", format_html_join(BREAK, "{}", ((line,) for line in lines)))
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html("<ol>{}</ol>" if block.kind == "numbered" else "<ul>{}</ul>", items)


def _line(runs: tuple[Run, ...]) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html("<strong>{}</strong>", run.text) if run.is_bold else run.text,) for run in runs)
    )
