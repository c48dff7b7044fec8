"""Typed reading of environment variables; a bad value stops the process with a sentence that says what to set."""

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SAMPLE_SECRETS = {"change-me", "changeme", "secret", "django-insecure", "sample"}


def text(name: str, default: str | None = None) -> str:
    """Return the variable's text; without a default a missing one raises ImproperlyConfigured."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """Return a yes/no variable; only 1, 0, true, false, yes, no are understood."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if raw.lower() not in known:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")
    return known[raw.lower()]


def number(name: str, default: int) -> int:
    """Return a whole-number variable."""
    raw = os.environ.get(name, str(default))
    try:
        return int(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret(name: str, *, development: bool) -> str:
    """Return a secret of at least 32 characters; outside development there is no default and no sample value."""
    value = os.environ.get(name, "")
    if not value and development:
        return f"only-for-development-{name.lower()}-not-a-secret"
    if len(value) < 32 or any(sample in value.lower() for sample in SAMPLE_SECRETS):
        raise ImproperlyConfigured(f"{name} must be set to a random text of at least 32 characters.")
    return value


def database(url: str) -> dict[str, Any]:
    """Turn ``postgresql://user:pw@host:port/name?host=/socket/dir`` into a Django DATABASES entry."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    query: dict[str, Any] = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    # Long statements are prepared (scoring.computation.prepared); "off" is for a pooler that cannot carry them.
    threshold = query.pop("prepare_threshold", "5")
    query["prepare_threshold"] = int(threshold) if threshold.isdigit() else None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
