"""API addresses of the tendering room."""

from rest_framework.routers import SimpleRouter

from tendering.api.tenders import TenderViewSet

router = SimpleRouter()
router.register("tenders", TenderViewSet, basename="tender")
urlpatterns = router.urls
