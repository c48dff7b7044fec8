"""API addresses of the tendering room."""

from rest_framework.routers import SimpleRouter

from tendering.api.bidding import InvitationViewSet, InvitingViewSet
from tendering.api.tenders import TenderViewSet

router = SimpleRouter()
router.register("tenders", TenderViewSet, basename="tender")
router.register("invitations", InvitationViewSet, basename="invitation")
router.register("inviting", InvitingViewSet, basename="inviting")
urlpatterns = router.urls
