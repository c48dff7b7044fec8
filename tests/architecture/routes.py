"""Walks the URL resolver, so that a new address cannot be forgotten."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Addresses outside the wall, each with its reason; a stale entry fails the test.
PUBLIC = {
    "": "front door: sends people to their tenant or the login",
    "favicon.ico": "an empty answer",
    "live": "probe",
    "ready": "probe",
    "status": "platform staff only, tested apart",
    "sw.js": "worker script, a static file",
    "manifest.webmanifest": "a static file",
    "language/": "chooses the reader's own language",
    "switch/": "switches between the person's own memberships, tested apart",
    "api/schema/": "describes the interface, holds no rows",
    "api/docs/": "describes the interface, holds no rows",
}
PUBLIC_PREFIXES = {
    "accounts/": "allauth: the person's own account",
    "admin/": "platform staff, off by default in production, tested apart",
    "join/": "an invited company registers itself by a mailed link, tested apart",
    "verify/": "verification of printed documents: number, date and hash only, tested apart",
}


@dataclass(frozen=True)
class Route:
    """One address pattern with its name."""

    pattern: str
    name: str

    @property
    def is_tenant_page(self) -> bool:
        """Whether the address carries a tenant."""
        return self.pattern.startswith("<slug:tenant>/")

    @property
    def is_api(self) -> bool:
        """Whether the address belongs to the interface for programs."""
        return self.pattern.startswith("api/v1/")

    @property
    def room(self) -> str:
        """The room the route belongs to."""
        return self.name.split(":")[0].removesuffix("_api")

    def address(self, values: dict[str, str]) -> str:
        """Fill the pattern with values by parameter name; unknown ones become 1."""
        plain = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values.get(found.group(1), "1"), self.pattern)
        return "/" + plain


def routes() -> list[Route]:
    """Return every address of the product, without duplicates."""
    return list(dict.fromkeys(_walk(get_resolver().url_patterns, "", "")))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, names: str) -> Iterator[Route]:
    for one in patterns:
        text = prefix + _readable(str(one.pattern))
        if isinstance(one, URLResolver):
            namespace = f"{names}{one.namespace}:" if one.namespace else names
            yield from _walk(one.url_patterns, text, namespace)
        else:
            yield Route(text, f"{names}{one.name or ''}")


def _readable(pattern: str) -> str:
    """Turn a regular expression of the API router into the form of ``path``."""
    plain = pattern.lstrip("^").removesuffix("\\Z").removesuffix("$")
    plain = re.sub(r"\(\?P<(\w+)>(?:[^()\\]|\\.|\([^)]*\))*\)", r"<\1>", plain)
    return plain.replace("\\.", ".").replace("\\/", "/").replace("\\-", "-")
