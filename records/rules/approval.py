"""Who may sign a step of an approval, and under which paper (TEN-07, TEN-08). Pure: facts in, a verdict out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from tenancy.errors import NotAllowed

# The last step of every chain that a tenant has not set otherwise (TEN-07).
DEFAULT_CHAIN = ("general_manager",)


@dataclass(frozen=True)
class Paper:
    """A recorded delegation: who signs for ``principal`` in ``role``, from the first to the last day, both included."""

    id: int
    principal_id: int
    principal_person_id: int
    role: str
    starts_on: date
    ends_on: date
    is_revoked: bool = False

    def is_in_force(self, on: date) -> bool:
        """Whether the paper holds on a day (TEN-08)."""
        return not self.is_revoked and self.starts_on <= on <= self.ends_on


@dataclass(frozen=True)
class Signature:
    """In whose name a step is signed: ``delegation_id`` None for one's own."""

    delegation_id: int | None = None


def signature(
    *,
    person_id: int | None,
    requested_by_person_id: int | None,
    role: str,
    holds_role: bool,
    papers: Iterable[Paper],
    on: date,
    earlier_signers: Collection[int] = (),
) -> Signature:
    """Return in whose name the person signs a step. Raises NotAllowed: nobody approves his own, nobody of
    ``earlier_signers`` signs again, and an agent needs a delegation in force from somebody who holds the role and did
    not ask himself (TEN-07, TEN-08).
    """
    if person_id is None or person_id == requested_by_person_id:
        raise NotAllowed(code="own_request")
    if person_id in earlier_signers:
        raise NotAllowed(code="signed_before")
    if holds_role:
        return Signature()
    for paper in papers:
        if paper.role == role and paper.is_in_force(on) and paper.principal_person_id != requested_by_person_id:
            return Signature(paper.id)
    raise NotAllowed(code="not_your_step")
