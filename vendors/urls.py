"""Addresses of the vendors room, under ``/<tenant>/vendors/``."""

from django.urls import path

from vendors.views import lines, vendors

app_name = "vendors"
urlpatterns = [
    path("", vendors.vendor_list, name="vendor_list"),
    path("new/", vendors.vendor_new, name="vendor_new"),
    path("own/", vendors.vendor_own, name="vendor_own"),
    path("<int:vendor_id>/", vendors.vendor_detail, name="vendor_detail"),
    path("<int:vendor_id>/change/", vendors.vendor_change, name="vendor_change"),
    path("<int:vendor_id>/deactivate/", vendors.vendor_set_active, {"is_active": False}, name="vendor_deactivate"),
    path("<int:vendor_id>/activate/", vendors.vendor_set_active, {"is_active": True}, name="vendor_activate"),
    path("<int:vendor_id>/invite/", vendors.vendor_invite, name="vendor_invite"),
    path("lines/", lines.line_list, name="line_list"),
    path("lines/new/", lines.line_new, name="line_new"),
    path("lines/<int:line_id>/change/", lines.line_change, name="line_change"),
    path("lines/<int:line_id>/deactivate/", lines.line_set_active, {"is_active": False}, name="line_deactivate"),
    path("lines/<int:line_id>/activate/", lines.line_set_active, {"is_active": True}, name="line_activate"),
]
