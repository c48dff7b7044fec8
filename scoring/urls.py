"""Addresses of the scoring room."""

from django.urls import path

from scoring.views import boards, cards, proposals, runs, sites

app_name = "scoring"
urlpatterns = [
    path("cards/", cards.card_list, name="card_list"),
    path("cards/publish/", cards.card_publish_many, name="card_publish_many"),
    path("cards/<int:card_id>/", cards.card_detail, name="card_detail"),
    path("cards/<int:card_id>/evaluate/", cards.card_evaluate, name="card_evaluate"),
    path("cards/<int:card_id>/confirm/", cards.card_confirm, name="card_confirm"),
    path("cards/<int:card_id>/publish/", cards.card_publish, name="card_publish"),
    path("cards/<int:card_id>/print/", cards.card_print, name="card_print"),
    path("cards/<int:card_id>/adjust/", proposals.adjustment_propose, name="adjustment_propose"),
    path("cards/<int:card_id>/correct/", proposals.correction_propose, name="correction_propose"),
    path("adjustments/<int:adjustment_id>/", proposals.adjustment_decide, name="adjustment_decide"),
    path("corrections/<int:correction_id>/", proposals.correction_decide, name="correction_decide"),
    path("ranking/", boards.ranking, name="ranking"),
    path("ranking/print/", boards.ranking_print, name="ranking_print"),
    path("heat-map/", boards.heat_map, name="heat_map"),
    path("vendors/<int:vendor_id>/sites/", sites.vendor_sites, name="vendor_sites"),
    path("trial/", boards.trial, name="trial"),
    path("runs/", runs.run_list, name="run_list"),
    path("runs/open/", runs.run_open, name="run_open"),
    path("runs/<int:run_id>/", runs.run_detail, name="run_detail"),
    path("runs/<int:run_id>/compute/", runs.run_compute, name="run_compute"),
]
