"""API addresses of the vendors room."""

from rest_framework.routers import SimpleRouter

from vendors.api.papers import PaperViewSet, RequirementViewSet
from vendors.api.standing import BanViewSet, BranchViewSet, ContactViewSet, ExceptionViewSet
from vendors.api.views import ServiceLineViewSet, VendorViewSet

router = SimpleRouter()
router.register("lines", ServiceLineViewSet, basename="line")
router.register("vendors", VendorViewSet, basename="vendor")
router.register("papers", PaperViewSet, basename="paper")
router.register("requirements", RequirementViewSet, basename="requirement")
router.register("bans", BanViewSet, basename="ban")
router.register("exceptions", ExceptionViewSet, basename="override")
router.register("contacts", ContactViewSet, basename="contact")
router.register("branches", BranchViewSet, basename="branch")
urlpatterns = router.urls
