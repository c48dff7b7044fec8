"""API addresses of the tendering room."""

from rest_framework.routers import SimpleRouter

from tendering.api import judging
from tendering.api.bidding import InvitationViewSet, InvitingViewSet
from tendering.api.custody import CustodyKeyViewSet
from tendering.api.papers import DeskViewSet
from tendering.api.tenders import TenderViewSet

router = SimpleRouter()
router.register("tenders", TenderViewSet, basename="tender")
router.register("desks", DeskViewSet, basename="desk")
router.register("invitations", InvitationViewSet, basename="invitation")
router.register("inviting", InvitingViewSet, basename="inviting")
router.register("judging", judging.JudgingViewSet, basename="ranking")
router.register("opened-bids", judging.OpenedBidViewSet, basename="openedbid")
router.register("judges", judging.JudgeViewSet, basename="judge")
router.register("my-seats", judging.OwnSeatViewSet, basename="judge-own")
router.register("ranked-bids", judging.RankedBidViewSet, basename="rankedbid")
router.register("awards", judging.AwardViewSet, basename="award")
router.register("letters", judging.LetterViewSet, basename="letter")
router.register("custody-keys", CustodyKeyViewSet, basename="custodykey")
urlpatterns = router.urls
