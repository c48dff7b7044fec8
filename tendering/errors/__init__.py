"""Refusals of the tendering room."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.errors import RuleBroken


class EnvelopeDamaged(RuleBroken):
    """A sealed envelope does not open with the tender's key: it was changed or cut."""

    code = "envelope_damaged"

    def __init__(self) -> None:
        super().__init__(_("The envelope is damaged and cannot be opened."))


class WrongPassphrase(RuleBroken):
    """A holder's passphrase does not open his share."""

    code = "wrong_passphrase"

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(_("This passphrase does not open the share."), field=field)


class FactMissing(RuleBroken):
    """Something that must be said is left empty."""

    code = "missing_fact"

    def __init__(self, *, field: str) -> None:
        super().__init__(_("Fill in this field."), field=field)


class FigureOutOfRange(RuleBroken):
    """A figure or a text is beyond what can be stored or makes sense."""

    code = "out_of_range"

    def __init__(self, *, field: str) -> None:
        super().__init__(_("This is outside the limits of the field."), field=field)


class NotAProject(RuleBroken):
    """A tender belongs to a project or property, not to a department or region."""

    code = "not_a_project"

    def __init__(self) -> None:
        super().__init__(_("Choose a project in use."), field="project")


class LineNotInUse(RuleBroken):
    """The service line is switched off."""

    code = "line_not_in_use"

    def __init__(self) -> None:
        super().__init__(_("Choose a service line in use."), field="line")


class MethodNotAllowed(RuleBroken):
    """The tenant's settings do not allow this method (TND-04)."""

    code = "method_not_allowed"

    def __init__(self) -> None:
        super().__init__(_("This method is switched off in the settings for tendering."), field="method")


class PaperLocked(RuleBroken):
    """The paper is in approval or approved, or it is not its time."""

    code = "paper_locked"

    def __init__(self) -> None:
        super().__init__(_("This paper cannot be changed now: it is in approval, approved, or the stage has passed."))


class PapersMissing(RuleBroken):
    """The set lacks something; ``missing`` names it (TND-07)."""

    code = "papers_missing"

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(_("Still missing: %(what)s") % {"what": "、".join(missing)})


class SheetItemWrong(RuleBroken):
    """A line of the scoring sheets cannot be used; ``problem`` says why."""

    code = "sheet_item_wrong"
    TEXTS = {
        "too_many": _("A scoring sheet holds at most 200 lines."),
        "empty": _("Line %(line)s: fill in code, criterion and standard."),
        "twice": _("Line %(line)s: this code is used twice."),
        "section": _("Line %(line)s: choose the part it belongs to."),
        "points": _("Line %(line)s: points lie between 0.01 and 100."),
        "price": _("Line %(line)s: the price belongs to the financial part."),
    }

    def __init__(self, problem: str, *, line: int) -> None:
        self.problem, self.line = problem, line
        super().__init__(self.TEXTS[problem] % {"line": line})


class PaperIncomplete(RuleBroken):
    """The evaluation papers cannot be sent yet; ``problem`` says why."""

    code = "papers_incomplete"
    TEXTS = {
        "service_sum": _("The lines for service management must add up to %(want)s points; they have %(have)s."),
        "financial_sum": _("The lines for financial management must add up to %(want)s points; they have %(have)s."),
        "price_line": _("Exactly one line must be the one computed from the price."),
        "basis": _("Name the basis: the specialist volume of the winning property bid."),
    }

    def __init__(self, problem: str, *, have: int = 0, want: int = 0) -> None:
        self.problem = problem
        super().__init__(self.TEXTS[problem] % {"have": f"{have / 100:g}", "want": f"{want / 100:g}"})


class DutiesMixed(RuleBroken):
    """Two duties that must be apart would fall together (TND-11, X-31)."""

    code = "duties_mixed"
    TEXTS = {
        "author_organises": _("The author may not organise the tender or belong to the organising department."),
        "author_keeps": _("The author may not keep the sealed papers of the same tender."),
        "custodian_organises": _("Whoever organises a tender may not keep its sealed papers; name another custodian."),
        "not_office": _("Only the office's custodians may keep sealed papers."),
        "author_approves": _("The author may not approve his own papers."),
        "organiser_approves": _("The organiser may not approve the papers."),
        "not_organiser": _("Only members of the organising department, or the office where there is none, organise."),
    }

    def __init__(self, problem: str, *, field: str | None = None) -> None:
        self.problem = problem
        super().__init__(self.TEXTS[problem], field=field)


class NotAColleague(RuleBroken):
    """The person is not an active member of the tenant's side."""

    code = "not_a_colleague"

    def __init__(self) -> None:
        super().__init__(_("Choose an active colleague."), field="member")


class UndertakingMissing(RuleBroken):
    """The author has not signed the secrecy undertaking (TND-10)."""

    code = "undertaking_missing"

    def __init__(self) -> None:
        super().__init__(_("Sign the secrecy undertaking first."))


class NotReady(RuleBroken):
    """Something that must come first has not happened; ``problem`` says what."""

    code = "not_ready"
    TEXTS = {
        "plan": _("The plan is not approved yet."),
        "organiser": _("Name the organiser first."),
        "author": _("Name the author first."),
        "custodian": _("Name the custodian first."),
        "draft": _("There are no approved evaluation papers to seal."),
        "changed": _("The evaluation papers are not the ones that were approved."),
        "manager_key": _("The general manager has not made a custody key yet."),
        "custodian_key": _("The custodian has not made a custody key yet."),
        "seal": _("The evaluation papers are not sealed."),
        "printed": _("Papers are printed only after unsealing."),
    }

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(self.TEXTS[problem])


class PassphraseTooShort(RuleBroken):
    """A passphrase that guards a share must be long."""

    code = "passphrase_too_short"

    def __init__(self, *, field: str = "passphrase") -> None:
        super().__init__(_("Use at least 16 characters, for example four words."), field=field)


class RecoveryShareWrong(RuleBroken):
    """What was typed is no recovery share."""

    code = "recovery_share_wrong"

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(_("This is not a recovery share; compare every group with the paper."), field=field)


class OpeningBeforeDeadline(RuleBroken):
    """The opening must be set and not lie before the deadline for bids."""

    code = "opening_before_deadline"

    def __init__(self) -> None:
        super().__init__(_("Set deadline and opening first; the opening may not lie before the deadline."))


class TooEarly(RuleBroken):
    """The set opening time has not come (TND-13)."""

    code = "too_early"

    def __init__(self) -> None:
        super().__init__(_("The opening time has not come yet."))


class NotSigned(RuleBroken):
    """There is no application to unseal with the general manager's signature under exactly these facts."""

    code = "not_signed"
    TEXTS = {
        "none": _("There is no application to unseal that the general manager has signed."),
        "other": _("The signature does not cover this tender with these dates and papers. Apply again."),
        "forged": _("The signature under the application is not the general manager's."),
    }

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(self.TEXTS[problem], code=f"not_signed_{problem}")


class SharesMissing(RuleBroken):
    """Two of the three share holders must take part (security.md 2)."""

    code = "shares_missing"

    def __init__(self) -> None:
        super().__init__(_("Two of the three shares are needed to open."))


class NotTakingBids(RuleBroken):
    """The deadline has passed, to the microsecond, or the tender takes no bids (TND-17)."""

    code = "not_taking_bids"

    def __init__(self) -> None:
        super().__init__(_("The deadline has passed or bids are not taken now. Nothing was accepted."))


class NotAccepted(RuleBroken):
    """A bidder that has not accepted the invitation prepares no bid."""

    code = "invitation_not_accepted"

    def __init__(self) -> None:
        super().__init__(_("Accept the invitation first."))


class BidIncomplete(RuleBroken):
    """Mandatory parts of an envelope are missing (TND-17, TND-25)."""

    code = "bid_incomplete"
    PRICE = pgettext_lazy("bid paper", "Price per year")

    def __init__(self, missing: Iterable[Any]) -> None:
        self.missing = [str(one) for one in missing]
        super().__init__(_("Still missing: %(parts)s.") % {"parts": "、".join(self.missing)})


class FileNotUsable(RuleBroken):
    """An uploaded file cannot be put into an envelope."""

    code = "file_not_usable"
    TEXTS = {
        "empty": _("The file is empty."),
        "too_large": _("The file is larger than 50 MB. Split it or make it smaller."),
        "kind": _("This kind of file is not accepted. Use PDF, Word (.docx), Excel (.xlsx), JPEG or PNG."),
        "missing": _("Choose a file."),
        "too_many": _("An envelope holds at most 30 files. Remove one first."),
    }

    def __init__(self, problem: str) -> None:
        super().__init__(self.TEXTS[problem], code=f"file_{problem}", field="file")


class DateWrong(RuleBroken):
    """A date of the invitation is missing, past or out of order."""

    code = "date_wrong"
    TEXTS = {
        "missing": _("Set this date first."),
        "past": _("This moment has passed. Choose a later one."),
        "order": _("The dates must follow one another: reply, visit, clarification, deadline, opening."),
        "place": _("Say where it takes place."),
        "far": _("This date is too far away. Choose one within two years."),
    }

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(self.TEXTS[problem], code=f"date_{problem}", field=field)


class VendorNotInvitable(RuleBroken):
    """A vendor on the list is banned, not qualified or lacks a valid paper (VEN-14)."""

    code = "vendor_not_invitable"

    def __init__(self, name: str, reasons: Iterable[Any]) -> None:
        texts = {"name": name, "reasons": "；".join(str(one) for one in reasons)}
        super().__init__(_("%(name)s cannot be invited: %(reasons)s") % texts, field="vendor")


class ListTooShort(RuleBroken):
    """Fewer vendors are invited than valid bids are needed."""

    code = "list_too_short"

    def __init__(self, needed: int) -> None:
        super().__init__(_("Put at least %(count)s vendors on the list.") % {"count": needed})


class ListNotApproved(RuleBroken):
    """No letter leaves before the general manager has approved exactly this list and these dates (TND-16)."""

    code = "list_not_approved"

    def __init__(self) -> None:
        super().__init__(_("The general manager has not approved this list with these dates. Ask for the approval."))


class WrongStage(RuleBroken):
    """The tender is at another stage."""

    code = "wrong_stage"

    def __init__(self) -> None:
        super().__init__(_("The tender is at another stage now. Look at its stage bar."))


class DeadlineAhead(RuleBroken):
    """The deadline has not come yet."""

    code = "deadline_ahead"

    def __init__(self) -> None:
        super().__init__(_("The deadline for bids has not passed yet."))


class TooLateToReply(RuleBroken):
    """The date for the reply has passed, or the invitation takes no reply any more."""

    code = "too_late_to_reply"

    def __init__(self) -> None:
        super().__init__(_("The time for your reply has passed. Call the contact named in the invitation."))


class MeetingNotRecorded(RuleBroken):
    """The visit or the clarification meeting was planned, but has no record (TND-19, TND-20)."""

    code = "meeting_not_recorded"

    def __init__(self) -> None:
        super().__init__(_("Record the site visit and the technical clarification meeting first."))


class ScoringIsSecret(RuleBroken):
    """Scoring standards are never explained to bidders (TND-20)."""

    code = "scoring_is_secret"

    def __init__(self) -> None:
        super().__init__(
            _("Questions about scoring standards are not answered. All bidders are told exactly that."), field="answer"
        )


class EnoughBids(RuleBroken):
    """A tender fails for too few bids only when there are too few."""

    code = "enough_bids"

    def __init__(self) -> None:
        super().__init__(_("There are enough bids. The tender cannot be ended for too few."))


class AnswererNotAppointed(RuleBroken):
    """Technical questions are answered by those appointed for it (TND-20)."""

    code = "answerer_not_appointed"

    def __init__(self) -> None:
        super().__init__(
            _("A technical question is answered by the author, the project manager or the appointed specialist.")
        )


SCORING_REPLY = pgettext_lazy("answer to bidders", "Scoring standards are secret until the opening and not explained.")
