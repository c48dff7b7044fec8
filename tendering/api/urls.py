"""API addresses of the tendering room."""

from rest_framework.routers import SimpleRouter

from tendering.api.papers import DeskViewSet
from tendering.api.tenders import TenderViewSet

router = SimpleRouter()
router.register("tenders", TenderViewSet, basename="tender")
router.register("desks", DeskViewSet, basename="desk")
urlpatterns = router.urls
