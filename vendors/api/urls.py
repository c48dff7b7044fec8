"""API addresses of the vendors room."""

from rest_framework.routers import SimpleRouter

from vendors.api.papers import PaperViewSet, RequirementViewSet
from vendors.api.views import ServiceLineViewSet, VendorViewSet

router = SimpleRouter()
router.register("lines", ServiceLineViewSet, basename="line")
router.register("vendors", VendorViewSet, basename="vendor")
router.register("papers", PaperViewSet, basename="paper")
router.register("requirements", RequirementViewSet, basename="requirement")
urlpatterns = router.urls
