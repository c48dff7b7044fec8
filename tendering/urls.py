"""Addresses of the tendering room, under ``/<tenant>/tendering/``."""

from django.urls import path

from tendering.views import tenders

app_name = "tendering"
urlpatterns = [
    path("", tenders.tender_list, name="tender_list"),
    path("apply/", tenders.tender_apply, name="tender_apply"),
    path("<int:tender_id>/", tenders.tender_detail, name="tender_detail"),
    path("<int:tender_id>/assess/", tenders.tender_assess, name="tender_assess"),
    path("<int:tender_id>/cancel/", tenders.tender_cancel, name="tender_cancel"),
]
