"""People, what they may do, and their keys for programs. Person and Membership are read before a tenant is known."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.choices import AdmissionCapacity, Language, Side
from tenancy.models.base import TenantForeignKey, TenantModel
from tenancy.wording import WORDS


class PersonManager(BaseUserManager["Person"]):
    """Creates people; used by verbs and by ``createsuperuser``."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Create a person with a normalised e-mail address."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str, **fields: Any) -> "Person":
        """Create platform staff."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find a person by e-mail, whatever its case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """One login; it may hold memberships in several tenants and for several vendors."""

    email = models.EmailField(_("e-mail"), unique=True)
    username = models.CharField(_("phone or login name"), max_length=60, unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.ZH_HANS)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("platform staff"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the person's name."""
        return self.name


class Membership(models.Model):
    """A person acting in a tenant, for the tenant or for one of its vendors.

    ``vendor_id`` points up to ``vendors.Vendor``; the database holds the key, Python of this room does not import it.
    """

    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    side = models.CharField(_("side"), max_length=8, choices=Side, default=Side.TENANT)
    vendor_id = models.BigIntegerField(null=True, blank=True)
    vendor_name = models.CharField(_("vendor"), max_length=120, blank=True)
    title = models.CharField(_("job title"), max_length=80, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                name="tenancy_membership_once", fields=["tenant", "person", "side", "vendor_id"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="tenancy_membership_side",
                condition=models.Q(side=Side.TENANT, vendor_id__isnull=True)
                | models.Q(side=Side.VENDOR, vendor_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}@{self.tenant_id}"


class RoleGrant(TenantModel):
    """A role given to a membership at one organisation node and all below it."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="grants", db_index=False)
    vendor_id = models.BigIntegerField(null=True, blank=True)
    role = models.CharField(_("role"), max_length=30)
    unit = TenantForeignKey("tenancy.OrgUnit", null=True, blank=True, related_name="+", verbose_name=_("at"))

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [
            models.UniqueConstraint(
                name="tenancy_rolegrant_once", fields=["tenant", "membership", "role", "unit"], nulls_distinct=False
            )
        ]


class OwnerAdmission(TenantModel):
    """An owners' committee member admitted to one project, for named service lines only (TEN-06).

    ``lines`` holds codes of ``vendors.ServiceLine``: this room does not import the one above it.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="admissions", db_index=False)
    project = TenantForeignKey("tenancy.OrgUnit", related_name="+", verbose_name=WORDS["project"])
    capacity = models.CharField(_("admitted as"), max_length=12, choices=AdmissionCapacity)
    lines = models.JSONField(_("service lines"))
    admitted_at = models.DateTimeField(_("admitted at"))
    admitted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("owners' admission")
        verbose_name_plural = _("owners' admissions")
        constraints = [
            models.UniqueConstraint(
                name="tenancy_owneradmission_once",
                fields=["tenant", "membership", "project"],
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="tenancy_owneradmission_capacity",
                condition=models.Q(capacity__in=AdmissionCapacity.values),
            ),
            models.CheckConstraint(name="tenancy_owneradmission_lines", condition=~models.Q(lines=[])),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.project_id}"


class ApiToken(models.Model):
    """A key for programs: of one membership, a hash, with an end date. Read before the tenant is known."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name
