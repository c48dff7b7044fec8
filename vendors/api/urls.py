"""API addresses of the vendors room."""

from rest_framework.routers import SimpleRouter

from vendors.api import qualification
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
router.register("qualification", qualification.QualificationViewSet, basename="qualification")
router.register("reviews", qualification.ReviewViewSet, basename="review")
router.register("service-reports", qualification.ServiceReportViewSet, basename="service_report")
router.register("qualified-lists", qualification.QualifiedListViewSet, basename="qualified_list")
router.register("proposals", qualification.ProposalViewSet, basename="proposal")
router.register("registration-links", qualification.RegistrationLinkViewSet, basename="registration_link")
router.register("log-entries", qualification.LogEntryViewSet, basename="log_entry")
urlpatterns = router.urls
