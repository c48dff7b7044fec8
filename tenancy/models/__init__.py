"""Models of the tenancy room."""

from tenancy.models.base import TenantForeignKey, TenantModel
from tenancy.models.login import OutgoingMail, RateBucket
from tenancy.models.organisation import OrgUnit, Tenant
from tenancy.models.people import ApiToken, Membership, OwnerAdmission, Person, RoleGrant
from tenancy.models.work import Job, RememberedReply, SettingsVersion

__all__ = [
    "ApiToken",
    "Job",
    "Membership",
    "OrgUnit",
    "OutgoingMail",
    "OwnerAdmission",
    "Person",
    "RateBucket",
    "RememberedReply",
    "RoleGrant",
    "SettingsVersion",
    "Tenant",
    "TenantForeignKey",
    "TenantModel",
]
