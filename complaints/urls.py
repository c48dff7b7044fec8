"""Addresses of the complaints room, under ``/<tenant>/complaints/``."""

from django.urls import path

from complaints.views import complaints

app_name = "complaints"
urlpatterns = [
    path("", complaints.complaint_list, name="complaint_list"),
    path("new/", complaints.complaint_new, name="complaint_new"),
    path("<int:complaint_id>/", complaints.complaint_detail, name="complaint_detail"),
    path("<int:complaint_id>/reveal/", complaints.complaint_reveal, name="complaint_reveal"),
    path("<int:complaint_id>/answer/", complaints.complaint_answer, name="complaint_answer"),
    path("<int:complaint_id>/judge/", complaints.complaint_judge, name="complaint_judge"),
    path("<int:complaint_id>/close/", complaints.complaint_close, name="complaint_close"),
    path("<int:complaint_id>/reopen/", complaints.complaint_reopen, name="complaint_reopen"),
    path("<int:complaint_id>/print/", complaints.complaint_print, name="complaint_print"),
]
