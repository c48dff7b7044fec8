"""Tenants and their organisation tree."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenancy.choices import Language, TenantProfile, UnitKind
from tenancy.models.base import TenantForeignKey, TenantModel


class Tenant(models.Model):
    """A company that buys outsourced services (Party A). Outside the wall: it is the wall's own key."""

    slug = models.SlugField(_("address name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40)
    profile = models.CharField(_("profile"), max_length=20, choices=TenantProfile, default=TenantProfile.ENTERPRISE)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.ZH_HANS)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("tenant")
        verbose_name_plural = _("tenants")
        constraints = [
            models.CheckConstraint(name="tenancy_tenant_profile", condition=models.Q(profile__in=TenantProfile.values))
        ]

    def __str__(self) -> str:
        return self.name


class OrgUnit(TenantModel):
    """A node of the organisation tree: group > region > company > project > building (TEN-03)."""

    parent = TenantForeignKey("self", null=True, blank=True, related_name="children", verbose_name=_("belongs to"))
    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind)
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=40, blank=True)
    path = models.TextField(editable=False)
    sort_key = models.TextField(editable=False, default="")
    occupied_households = models.PositiveIntegerField(_("occupied households"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    is_outsourcing_department = models.BooleanField(_("outsourcing management department"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("organisation node")
        verbose_name_plural = _("organisation nodes")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(name="tenancy_orgunit_name", fields=["tenant", "parent", "name"]),
            models.UniqueConstraint(
                name="tenancy_orgunit_department",
                fields=["tenant"],
                condition=models.Q(is_outsourcing_department=True),
            ),
            models.CheckConstraint(name="tenancy_orgunit_kind", condition=models.Q(kind__in=UnitKind.values)),
        ]
        indexes = [models.Index(name="tenancy_orgunit_path", fields=["tenant", "path"])]

    def __str__(self) -> str:
        return self.name
