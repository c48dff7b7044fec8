"""API addresses of the scoring room."""

from rest_framework.routers import SimpleRouter

from scoring.api.views import AdjustmentViewSet, CardViewSet, RunViewSet, SiteViewSet

router = SimpleRouter()
router.register("runs", RunViewSet, basename="run")
router.register("cards", CardViewSet, basename="card")
router.register("adjustments", AdjustmentViewSet, basename="adjustment")
router.register("vendor-sites", SiteViewSet, basename="vendor-site")
urlpatterns = router.urls
