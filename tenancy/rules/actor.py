"""Who acts: a plain value that verbs, rules and queries are asked with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# In ``scopes`` None stands for the whole tenant, a set for those organisation nodes (already with all below).
Scope = frozenset[int] | None


@dataclass(frozen=True)
class Actor:
    """A person through one active membership, or the system itself (``person_id`` None).

    ``scopes`` maps a permission code to the organisation nodes it holds for (TEN-03). ``admitted`` maps the projects an
    owners' committee member is admitted to, to the codes of the service lines it may look at there (TEN-06): rights
    held by admission alone have an empty scope, so that whoever does not ask for the lines shows nothing.
    """

    tenant_id: int
    person_id: int | None
    membership_id: int | None
    name: str
    vendor_id: int | None = None
    roles: tuple[str, ...] = ()
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    admitted: Mapping[int, frozenset[str]] = field(default_factory=dict)
    is_system: bool = False

    @property
    def is_vendor(self) -> bool:
        """Whether the actor is on the vendor side (TEN-05)."""
        return self.vendor_id is not None

    def can(self, permission: str, unit_id: int | None = None) -> bool:
        """Whether the actor holds ``permission``, and, when ``unit_id`` is given, holds it at that node."""
        if self.is_system:
            return True
        if permission not in self.scopes:
            return False
        scope = self.scopes[permission]
        return scope is None or unit_id is None or unit_id in scope

    def units(self, permission: str) -> Scope:
        """Return the nodes the permission holds for: None for all, an empty set for none."""
        if self.is_system:
            return None
        return self.scopes.get(permission, frozenset())


def system_actor(tenant_id: int) -> Actor:
    """Return the actor of scheduled work."""
    return Actor(tenant_id=tenant_id, person_id=None, membership_id=None, name="system", is_system=True)
