"""Addresses of the tendering room, under ``/<tenant>/tendering/``."""

from django.urls import path

from tendering.views import evaluation, opening, papers, people, printing, tenders

app_name = "tendering"
urlpatterns = [
    path("", tenders.tender_list, name="tender_list"),
    path("custody/", evaluation.custody_keys, name="custody_keys"),
    path("custody/<int:key_id>/try/", evaluation.custody_try, name="custody_try"),
    path("apply/", tenders.tender_apply, name="tender_apply"),
    path("<int:tender_id>/", tenders.tender_detail, name="tender_detail"),
    path("<int:tender_id>/assess/", tenders.tender_assess, name="tender_assess"),
    path("<int:tender_id>/cancel/", tenders.tender_cancel, name="tender_cancel"),
    path("<int:tender_id>/print/<slug:form>/", printing.tender_form, name="tender_form"),
    # --- people
    path("<int:tender_id>/people/", people.tender_people, name="tender_people"),
    path("<int:tender_id>/people/organiser/", people.tender_organiser, name="tender_organiser"),
    path("<int:tender_id>/people/appoint/", people.tender_appoint, name="tender_appoint"),
    path("<int:tender_id>/people/<int:appointment_id>/end/", people.tender_duty_end, name="tender_duty_end"),
    path("<int:tender_id>/undertaking/", people.tender_undertake, name="tender_undertake"),
    # --- papers
    path("<int:tender_id>/papers/", papers.tender_papers, name="tender_papers"),
    path("<int:tender_id>/papers/begin/", papers.tender_begin_papers, name="tender_begin_papers"),
    path("<int:tender_id>/papers/send/", papers.tender_send_set, name="tender_send_set"),
    path("<int:tender_id>/papers/take-back/", papers.tender_take_back, name="tender_take_back"),
    path("<int:tender_id>/papers/<slug:kind>/", papers.tender_paper, name="tender_paper"),
    path("<int:tender_id>/papers/<slug:kind>/file/", papers.tender_paper_file, name="tender_paper_file"),
    path("<int:tender_id>/papers/<slug:kind>/send/", papers.tender_paper_send, name="tender_paper_send"),
    # --- evaluation papers, seal, opening
    path("<int:tender_id>/evaluation/", evaluation.tender_evaluation, name="tender_evaluation"),
    path("<int:tender_id>/evaluation/write/", evaluation.tender_evaluation_write, name="tender_evaluation_write"),
    path("<int:tender_id>/seal/", evaluation.tender_seal, name="tender_seal"),
    path("<int:tender_id>/opening/", opening.tender_opening, name="tender_opening"),
    path("<int:tender_id>/opening/apply/", opening.tender_unseal_apply, name="tender_unseal_apply"),
    path("<int:tender_id>/opening/sign/", opening.tender_unseal_sign, name="tender_unseal_sign"),
    path("<int:tender_id>/opening/revoke/", opening.tender_unseal_revoke, name="tender_unseal_revoke"),
    path("<int:tender_id>/opening/open/", opening.tender_open, name="tender_open"),
    path("<int:tender_id>/opening/print/", opening.tender_print, name="tender_print"),
]
