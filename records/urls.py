"""Pages of the records room, under the tenant's address."""

from django.urls import path

from records import todo_urls
from records.views import documents, exports, files, importing, jobs, journal, search

app_name = "records"
urlpatterns = [
    *todo_urls.urlpatterns,
    path("search/", search.search, name="search"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/small/", files.thumbnail, name="thumbnail"),
    path("documents/", documents.document_list, name="document_list"),
    path("documents/<int:pk>/", documents.document_detail, name="document_detail"),
    path("documents/<int:pk>/file/", documents.document_file, name="document_file"),
    path("export/", exports.export_order, name="export_order"),
    path("imports/", importing.import_list, name="import_list"),
    path("imports/template/", importing.import_template, name="import_template"),
    path("imports/<int:pk>/", importing.import_detail, name="import_detail"),
    path("imports/<int:pk>/apply/", importing.import_apply, name="import_apply"),
    path("imports/<int:pk>/abandon/", importing.import_abandon, name="import_abandon"),
    path("imports/<int:pk>/problems/", importing.import_problems, name="import_problems"),
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("journal/", journal.journal_list, name="journal_list"),
    path("journal/<int:pk>/", journal.journal_entry, name="journal_entry"),
    path("journal/verify/", journal.journal_verify, name="journal_verify"),
]
