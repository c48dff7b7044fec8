"""API addresses of the vendors room."""

from rest_framework.routers import SimpleRouter

from vendors.api.views import ServiceLineViewSet, VendorViewSet

router = SimpleRouter()
router.register("lines", ServiceLineViewSet, basename="line")
router.register("vendors", VendorViewSet, basename="vendor")
urlpatterns = router.urls
