"""Enumerations of the complaints room. Values are stored, labels shown; plain Python, for rules too."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class ComplaintStatus(StrEnum):
    """State of a complaint (requirements.md, section 5)."""

    RECEIVED = "received"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    PLAN_PROPOSED = "plan_proposed"
    PLAN_CONFIRMED = "plan_confirmed"
    HANDLING = "handling"
    HANDLED = "handled"
    REPORTED = "reported_to_customer"
    CLOSED = "closed"
    ESCALATED = "escalated"
    REOPENED = "reopened"


COMPLAINT_STATUS_LABELS: dict[str, Promise] = {
    ComplaintStatus.RECEIVED.value: pgettext_lazy("complaint status", "Received"),
    ComplaintStatus.REGISTERED.value: pgettext_lazy("complaint status", "Registered"),
    ComplaintStatus.ASSIGNED.value: pgettext_lazy("complaint status", "Assigned"),
    ComplaintStatus.PLAN_PROPOSED.value: pgettext_lazy("complaint status", "Plan proposed"),
    ComplaintStatus.PLAN_CONFIRMED.value: pgettext_lazy("complaint status", "Plan confirmed"),
    ComplaintStatus.HANDLING.value: pgettext_lazy("complaint status", "Being handled"),
    ComplaintStatus.HANDLED.value: pgettext_lazy("complaint status", "Handled"),
    ComplaintStatus.REPORTED.value: pgettext_lazy("complaint status", "Reported to the customer"),
    ComplaintStatus.CLOSED.value: pgettext_lazy("complaint status", "Closed"),
    ComplaintStatus.ESCALATED.value: pgettext_lazy("complaint status", "Escalated"),
    ComplaintStatus.REOPENED.value: pgettext_lazy("complaint status", "Reopened"),
}


class Severity(StrEnum):
    """How grave a complaint is (CMP-04)."""

    MINOR = "minor"
    ORDINARY = "ordinary"
    SERIOUS = "serious"


SEVERITY_LABELS: dict[str, Promise] = {
    Severity.MINOR.value: pgettext_lazy("severity", "Minor"),
    Severity.ORDINARY.value: pgettext_lazy("severity", "Ordinary"),
    Severity.SERIOUS.value: pgettext_lazy("severity", "Serious"),
}


class Responsibility(StrEnum):
    """Who caused the complaint, as found after looking into it (CMP-08); pending until somebody has."""

    PENDING = "pending"
    VENDOR = "vendor"
    TENANT = "tenant"
    THIRD_PARTY = "third_party"
    UNFOUNDED = "unfounded"


RESPONSIBILITY_LABELS: dict[str, Promise] = {
    Responsibility.PENDING.value: pgettext_lazy("responsibility", "Not judged yet"),
    Responsibility.VENDOR.value: pgettext_lazy("responsibility", "Vendor"),
    Responsibility.TENANT.value: pgettext_lazy("responsibility", "Property company"),
    Responsibility.THIRD_PARTY.value: pgettext_lazy("responsibility", "Third party"),
    Responsibility.UNFOUNDED.value: pgettext_lazy("responsibility", "Unfounded"),
}


class Channel(StrEnum):
    """How a complaint came in; all channels end in one register (CMP-01)."""

    FRONT_DESK = "front_desk"
    PHONE = "phone"
    HOTLINE = "hotline"
    VISIT = "visit"
    LETTER = "letter"
    FAX = "fax"
    APP = "app"
    WECHAT = "wechat"
    WEB = "web"
    OWNERS_COMMITTEE = "owners_committee"
    VENDOR_STAFF = "vendor_staff"


CHANNEL_LABELS: dict[str, Promise] = {
    Channel.FRONT_DESK.value: pgettext_lazy("channel", "Front desk"),
    Channel.PHONE.value: pgettext_lazy("channel", "Phone"),
    Channel.HOTLINE.value: pgettext_lazy("channel", "24-hour hotline"),
    Channel.VISIT.value: pgettext_lazy("channel", "Visit"),
    Channel.LETTER.value: pgettext_lazy("channel", "Letter"),
    Channel.FAX.value: pgettext_lazy("channel", "Fax"),
    Channel.APP.value: pgettext_lazy("channel", "App"),
    Channel.WECHAT.value: pgettext_lazy("channel", "WeChat"),
    Channel.WEB.value: pgettext_lazy("channel", "Web form"),
    Channel.OWNERS_COMMITTEE.value: pgettext_lazy("channel", "Owners' committee"),
    Channel.VENDOR_STAFF.value: pgettext_lazy("channel", "Vendor staff"),
}


class Satisfaction(StrEnum):
    """What the customer said about the result (CMP-06)."""

    SATISFIED = "satisfied"
    FAIRLY_SATISFIED = "fairly_satisfied"
    DISSATISFIED = "dissatisfied"


SATISFACTION_LABELS: dict[str, Promise] = {
    Satisfaction.SATISFIED.value: pgettext_lazy("satisfaction", "Satisfied"),
    Satisfaction.FAIRLY_SATISFIED.value: pgettext_lazy("satisfaction", "Fairly satisfied"),
    Satisfaction.DISSATISFIED.value: pgettext_lazy("satisfaction", "Dissatisfied"),
}
