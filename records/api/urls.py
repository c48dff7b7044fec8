"""API addresses of the records room."""

from rest_framework.routers import SimpleRouter

from records.api.views import AttachmentViewSet, DocumentViewSet, ExportViewSet, JobViewSet, JournalViewSet

router = SimpleRouter()
router.register("documents", DocumentViewSet, basename="document")
router.register("jobs", JobViewSet, basename="job")
router.register("journal", JournalViewSet, basename="journal")
router.register("attachments", AttachmentViewSet, basename="attachment")
router.register("exports", ExportViewSet, basename="export")
urlpatterns = router.urls
