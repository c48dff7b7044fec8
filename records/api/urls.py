"""API addresses of the records room."""

from rest_framework.routers import SimpleRouter

from records.api.todo import ApprovalViewSet, DelegationViewSet, DutyViewSet, NewsViewSet
from records.api.views import AttachmentViewSet, DocumentViewSet, ExportViewSet, JobViewSet, JournalViewSet

router = SimpleRouter()
router.register("documents", DocumentViewSet, basename="document")
router.register("jobs", JobViewSet, basename="job")
router.register("journal", JournalViewSet, basename="journal")
router.register("attachments", AttachmentViewSet, basename="attachment")
router.register("exports", ExportViewSet, basename="export")
router.register("duties", DutyViewSet, basename="duty")
router.register("news", NewsViewSet, basename="news")
router.register("approvals", ApprovalViewSet, basename="approval")
router.register("delegations", DelegationViewSet, basename="delegation")
urlpatterns = router.urls
