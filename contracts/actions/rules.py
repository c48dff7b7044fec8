"""Publishing supervision rules: a frozen copy that contracts pin (CON-04, docs/adr/0003)."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction

from contracts.errors import RulesEmpty
from contracts.models import RuleSetVersion
from contracts.rules import may
from records import journal
from tenancy import work
from tenancy.rules.actor import Actor
from vendors.models import ServiceLine


def digest_of(title: dict[str, str], items: list[dict[str, Any]]) -> str:
    """Return the SHA-256 of the rules' canonical JSON."""
    content = json.dumps({"title": title, "items": items}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def publish_rules(
    *, line: ServiceLine, title: dict[str, str], items: list[dict[str, Any]], by: Actor, at: datetime
) -> RuleSetVersion:
    """Freeze ``items`` as the next version of a line's supervision rules and return it (CON-04).

    ``items`` is plain JSON; each item has at least ``code``, ``names`` and ``max_points`` (integer hundredths). The
    same content as the newest version returns that one, so that publishing twice makes no second version. Contracts
    keep what is pinned to them. Raises NotAllowed, RulesEmpty.
    """
    may.publish_rules(by)
    if not items:
        raise RulesEmpty
    digest = digest_of(title, items)
    with transaction.atomic():
        work.advisory_lock(f"contracts.rules.{line.id}")
        newest = RuleSetVersion.objects.filter(line=line).order_by("-number").first()
        if newest is not None and newest.digest == digest:
            return newest
        version = RuleSetVersion.objects.create(
            line=line,
            number=newest.number + 1 if newest else 1,
            title=title,
            items=items,
            digest=digest,
            published_at=at,
        )
        journal.record(
            "contracts.rules_published", version, by=by, at=at, changes={"number": version.number, "digest": digest}
        )
    return version
