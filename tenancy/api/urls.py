"""API addresses of the tenancy room."""

from rest_framework.routers import SimpleRouter

from tenancy.api.views import OrgUnitViewSet

router = SimpleRouter()
router.register("units", OrgUnitViewSet, basename="unit")
urlpatterns = router.urls
