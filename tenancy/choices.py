"""Enumerations of the tenancy room; values are stored, labels are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.wording import PARTY_A, by_profile


class TenantProfile(models.TextChoices):
    """What kind of buyer the tenant is (TEN-02)."""

    ENTERPRISE = "enterprise", _("Property-service enterprise")
    LOGISTICS_OFFICE = "logistics_office", _("Institution's logistics office")
    OWNERS_COMMITTEE = "owners_committee", _("Owners' committee")


class UnitKind(models.TextChoices):
    """Kind of organisation node (TEN-03)."""

    GROUP = "group", _("Group or headquarters")
    REGION = "region", pgettext_lazy("organisation", "Region")
    COMPANY = (
        "company",
        by_profile(
            pgettext_lazy("organisation", "Company"),
            logistics_office=pgettext_lazy("organisation", "Institution"),
            owners_committee=pgettext_lazy("organisation", "Owners' committee"),
        ),
    )
    PROJECT = (
        "project",
        by_profile(
            pgettext_lazy("organisation", "Project"),
            logistics_office=pgettext_lazy("organisation", "Site"),
            owners_committee=pgettext_lazy("organisation", "Residential area"),
        ),
    )
    BUILDING = "building", pgettext_lazy("organisation", "Building")
    DEPARTMENT = "department", pgettext_lazy("organisation", "Department")


# Which kinds may stand directly below a kind (TEN-03); None is the top.
ALLOWED_BELOW: dict[str | None, frozenset[str]] = {
    None: frozenset({UnitKind.GROUP, UnitKind.COMPANY, UnitKind.PROJECT}),
    UnitKind.GROUP: frozenset({UnitKind.REGION, UnitKind.COMPANY, UnitKind.PROJECT, UnitKind.DEPARTMENT}),
    UnitKind.REGION: frozenset({UnitKind.COMPANY, UnitKind.PROJECT, UnitKind.DEPARTMENT}),
    UnitKind.COMPANY: frozenset({UnitKind.PROJECT, UnitKind.DEPARTMENT}),
    UnitKind.PROJECT: frozenset({UnitKind.BUILDING, UnitKind.DEPARTMENT}),
    UnitKind.BUILDING: frozenset(),
    UnitKind.DEPARTMENT: frozenset(),
}


class AdmissionCapacity(models.TextChoices):
    """As what an owners' committee member is admitted to a project (TEN-06)."""

    OBSERVER = "observer", pgettext_lazy("admission", "Observer")
    BID_REVIEWER = "bid_reviewer", pgettext_lazy("admission", "Bid reviewer")


class Side(models.TextChoices):
    """On whose behalf a membership acts."""

    TENANT = "tenant", PARTY_A
    VENDOR = "vendor", _("Vendor")


class Language(models.TextChoices):
    """Languages of the product (TEN-10)."""

    ZH_HANS = "zh-hans", _("Simplified Chinese")
    ZH_HANT = "zh-hant", _("Traditional Chinese")
    EN = "en", _("English")


class SettingsStatus(models.TextChoices):
    """State of a settings version (TEN-09)."""

    DRAFT = "draft", pgettext_lazy("settings", "Draft")
    APPROVED = "approved", pgettext_lazy("settings", "Approved")
    WITHDRAWN = "withdrawn", pgettext_lazy("settings", "Withdrawn")


class JobStatus(models.TextChoices):
    """State of a background job."""

    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    DEAD = "dead", pgettext_lazy("job", "Failed")
