"""API addresses of the tenancy room."""

from rest_framework.routers import SimpleRouter

from tenancy.api.nouns import (
    ApiTokenViewSet,
    CompanyViewSet,
    MembershipViewSet,
    OrgUnitViewSet,
    OwnerAdmissionViewSet,
    SettingsVersionViewSet,
    StaffJobViewSet,
)

router = SimpleRouter()
router.register("companies", CompanyViewSet, basename="company")
router.register("owner-admissions", OwnerAdmissionViewSet, basename="admission")
router.register("units", OrgUnitViewSet, basename="unit")
router.register("members", MembershipViewSet, basename="member")
router.register("settings-versions", SettingsVersionViewSet, basename="settings-version")
router.register("jobs", StaffJobViewSet, basename="staff-job")
router.register("tokens", ApiTokenViewSet, basename="token")
urlpatterns = router.urls
