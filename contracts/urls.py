"""Addresses of the contracts room, under ``/<tenant>/contracts/``."""

from django.urls import path

from contracts.views import contracts

app_name = "contracts"
urlpatterns = [
    path("", contracts.contract_list, name="contract_list"),
    path("new/", contracts.contract_new, name="contract_new"),
    path("from-award/<int:pk>/", contracts.award_draft, name="award_draft"),
    path("<int:contract_id>/", contracts.contract_detail, name="contract_detail"),
    path("<int:contract_id>/change/", contracts.contract_change, name="contract_change"),
    path("<int:contract_id>/abandon/", contracts.contract_abandon, name="contract_abandon"),
    path("<int:contract_id>/activate/", contracts.contract_activate, name="contract_activate"),
    path("<int:contract_id>/terminate/", contracts.contract_terminate, name="contract_terminate"),
    path("<int:contract_id>/accept-rules/", contracts.contract_accept_rules, name="contract_accept_rules"),
]
