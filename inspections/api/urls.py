"""API addresses of the inspections room."""

from rest_framework.routers import SimpleRouter

from inspections.api.views import ChecklistViewSet, FindingViewSet, InspectionViewSet

router = SimpleRouter()
router.register("inspections", InspectionViewSet, basename="inspection")
router.register("findings", FindingViewSet, basename="finding")
router.register("checklists", ChecklistViewSet, basename="checklist")
urlpatterns = router.urls
