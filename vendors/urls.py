"""Addresses of the vendors room, under ``/<tenant>/vendors/``."""

from django.urls import path

from vendors.views import contacts, lines, papers, requirements, standing, vendors

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
    path("<int:vendor_id>/papers/", papers.vendor_papers, name="vendor_papers"),
    path("<int:vendor_id>/papers/new/", papers.paper_new, name="vendor_paper_new"),
    path("<int:vendor_id>/standing/", standing.vendor_standing, name="vendor_standing"),
    path("<int:vendor_id>/bans/new/", standing.ban_new, name="vendor_ban_new"),
    path("<int:vendor_id>/exceptions/new/", standing.override_new, name="vendor_override_new"),
    path("<int:vendor_id>/contacts/new/", contacts.contact_new, name="vendor_contact_new"),
    path("<int:vendor_id>/branches/new/", contacts.branch_new, name="vendor_branch_new"),
    path("bans/<int:ban_id>/lift/", standing.ban_lift, name="ban_lift"),
    path("exceptions/<int:override_id>/decide/", standing.override_decide, name="override_decide"),
    path("exceptions/<int:override_id>/end/", standing.override_end, name="override_end"),
    path("contacts/<int:contact_id>/change/", contacts.contact_change, name="contact_change"),
    path("contacts/<int:contact_id>/remove/", contacts.contact_remove, name="contact_remove"),
    path("branches/<int:branch_id>/change/", contacts.branch_change, name="branch_change"),
    path("branches/<int:branch_id>/remove/", contacts.branch_remove, name="branch_remove"),
    path("papers/", papers.paper_list, name="paper_list"),
    path("papers/<int:paper_id>/", papers.paper_detail, name="paper_detail"),
    path("papers/<int:paper_id>/renew/", papers.paper_renew, name="paper_renew"),
    path("papers/<int:paper_id>/accept/", papers.paper_accept, name="paper_accept"),
    path("papers/<int:paper_id>/refuse/", papers.paper_refuse, name="paper_refuse"),
    path("papers/<int:paper_id>/withdraw/", papers.paper_withdraw, name="paper_withdraw"),
    path("papers/<int:paper_id>/scan/", papers.paper_scan, name="paper_scan"),
    path("requirements/", requirements.requirement_list, name="requirement_list"),
    path("requirements/new/", requirements.requirement_new, name="requirement_new"),
    path("requirements/<int:requirement_id>/change/", requirements.requirement_change, name="requirement_change"),
    path("requirements/<int:requirement_id>/remove/", requirements.requirement_remove, name="requirement_remove"),
    path("lines/", lines.line_list, name="line_list"),
    path("lines/new/", lines.line_new, name="line_new"),
    path("lines/<int:line_id>/change/", lines.line_change, name="line_change"),
    path("lines/<int:line_id>/deactivate/", lines.line_set_active, {"is_active": False}, name="line_deactivate"),
    path("lines/<int:line_id>/activate/", lines.line_set_active, {"is_active": True}, name="line_activate"),
]
