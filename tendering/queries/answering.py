"""Who answers which questions of bidders (TND-20)."""

from tenancy.rules.actor import Actor
from tendering.choices import Duty
from tendering.models import Appointment, Tender

ANSWERERS = (Duty.AUTHOR.value, Duty.PROJECT_MANAGER.value, Duty.SPECIALIST.value)


def may_answer_technical(tender: Tender, actor: Actor) -> bool:
    """Whether the actor answers technical questions: author, project manager or specialist on the tender's record."""
    if actor.is_vendor or actor.membership_id is None:
        return False
    return Appointment.objects.filter(
        tender=tender, duty__in=ANSWERERS, membership_id=actor.membership_id, ended_at__isnull=True
    ).exists()
