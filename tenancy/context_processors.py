"""What every page's frame needs: the shell."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from tenancy import navigation
from tenancy.choices import Language, Side
from tenancy.models import Membership
from tenancy.queries import memberships_of
from tenancy.roles import ROLE_LABELS, Role
from tenancy.web import tenant_url


@dataclass
class NavigationItem:
    """One line of the side bar."""

    label: str
    url: str
    icon: str
    active: bool


@dataclass
class NavigationGroup:
    """A headed part of the side bar."""

    label: str
    items: list[NavigationItem] = field(default_factory=list)


class Shell:
    """The frame of a page, computed when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.actor = getattr(request, "actor", None)
        self.tenant = getattr(request, "tenant", None) if self.actor else None
        self.demo = settings.DEMO

    @cached_property
    def role_labels(self) -> list[str]:
        """The actor's roles in words."""
        return [str(ROLE_LABELS[Role(role)]) for role in self.actor.roles] if self.actor else []

    @cached_property
    def memberships(self) -> list[dict[str, Any]]:
        """The memberships the person can switch between."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return []
        active = getattr(self._request, "membership", None)
        return [
            {"id": one.id, "label": _label(one), "active": active is not None and one.id == active.id}
            for one in memberships_of(user.pk, timezone.localdate())
        ]

    @cached_property
    def membership_label(self) -> str:
        """The active membership in words."""
        active = getattr(self._request, "membership", None)
        return _label(active) if active else ""

    @cached_property
    def navigation(self) -> list[NavigationGroup]:
        """The side bar's groups."""
        return list(self._groups()) if self.actor else []

    def _groups(self) -> Iterator[NavigationGroup]:
        below = self._request.path_info.split("/", 2)[2] if self._request.path_info.count("/") > 1 else ""
        group: NavigationGroup | None = None
        items = navigation.items(self.actor)  # type: ignore[arg-type]  # only asked behind the wall
        here = max((item.prefix for item in items if below.startswith(item.prefix)), key=len, default="")
        for item in items:
            if group is None or group.label != str(item.group):
                if group is not None:
                    yield group
                group = NavigationGroup(str(item.group))
            active = item.prefix == here if item.prefix else below == ""
            group.items.append(NavigationItem(str(item.label), tenant_url(item.url_name), item.icon, active))
        if group is not None:
            yield group

    @cached_property
    def todo_count(self) -> int:
        """How many duties are open for the actor."""
        return int(import_string(settings.TODO_COUNT)(self.actor)) if self.actor and settings.TODO_COUNT else 0

    @cached_property
    def languages(self) -> list[dict[str, Any]]:
        """The languages on offer, in their own words."""
        own = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}
        return [{"code": code, "label": own[code], "active": code == get_language()} for code in Language.values]

    @cached_property
    def logins(self) -> list[dict[str, str]]:
        """The demo world's logins, on the login page of a demo only."""
        return import_string(settings.DEMO_LOGINS)() if self.demo and settings.DEMO_LOGINS else []


def _label(membership: Membership) -> str:
    name = membership.tenant.short_name
    return f"{name} · {membership.vendor_name}" if membership.side == Side.VENDOR else name


def shell(request: HttpRequest) -> dict[str, Any]:
    """Add ``shell`` to every template."""
    return {"shell": Shell(request)}
