"""Addresses of the inspections room, under ``/<tenant>/inspections/``."""

from django.urls import path

from inspections.views import checklists, filing, inspections

app_name = "inspections"

urlpatterns = [
    path("", inspections.inspection_list, name="inspection_list"),
    path("today/", inspections.inspection_today, name="inspection_today"),
    path("plan/", inspections.inspection_plan, name="inspection_plan"),
    path("start/", inspections.inspection_start_ad_hoc, name="inspection_start_ad_hoc"),
    path("findings/", inspections.finding_list, name="finding_list"),
    path("<int:inspection_id>/", inspections.inspection_detail, name="inspection_detail"),
    path("<int:inspection_id>/start/", inspections.inspection_start, name="inspection_start"),
    path("<int:inspection_id>/file/", filing.inspection_file, name="inspection_file"),
    path("<int:inspection_id>/draft/", filing.inspection_draft, name="inspection_draft"),
    path("<int:inspection_id>/submit/", filing.inspection_submit, name="inspection_submit"),
    path("<int:inspection_id>/photos/", filing.inspection_photos, name="inspection_photos"),
    path("<int:inspection_id>/review/", inspections.inspection_review, name="inspection_review"),
    path("<int:inspection_id>/publish/", inspections.inspection_publish, name="inspection_publish"),
    path("<int:inspection_id>/send-back/", inspections.inspection_send_back, name="inspection_send_back"),
    path("<int:inspection_id>/correct/", inspections.inspection_correct, name="inspection_correct"),
    path("<int:inspection_id>/cancel/", inspections.inspection_cancel, name="inspection_cancel"),
    path("<int:inspection_id>/print/", inspections.inspection_print, name="inspection_print"),
    path("checklists/", checklists.checklist_list, name="checklist_list"),
    path("checklists/<int:template_id>/", checklists.checklist_detail, name="checklist_detail"),
    path("checklists/<int:template_id>/new-version/", checklists.version_new, name="version_new"),
    path("checklists/versions/<int:version_id>/", checklists.version_detail, name="version_detail"),
    path("checklists/versions/<int:version_id>/edit/", checklists.version_edit, name="version_edit"),
    path("checklists/versions/<int:version_id>/submit/", checklists.version_submit, name="version_submit"),
    path("checklists/versions/<int:version_id>/approve/", checklists.version_approve, name="version_approve"),
    path("checklists/versions/<int:version_id>/return/", checklists.version_return, name="version_return"),
    path("checklists/versions/<int:version_id>/withdraw/", checklists.version_withdraw, name="version_withdraw"),
    path(
        "checklists/versions/<int:version_id>/against/<int:other_id>/",
        checklists.version_compare,
        name="version_compare",
    ),
]
