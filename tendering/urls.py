"""Addresses of the tendering room, under ``/<tenant>/tendering/``."""

from django.urls import path

from tendering.views import clarifying, evaluation, inviting, opening, papers, people, portal, printing, tenders

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
    path("invitations/", portal.invitation_list, name="invitation_list"),
    path("invitations/<uuid:public_id>/", portal.invitation_detail, name="invitation_detail"),
    path("invitations/<uuid:public_id>/accept/", portal.invitation_accept, name="invitation_accept"),
    path("invitations/<uuid:public_id>/decline/", portal.invitation_decline, name="invitation_decline"),
    path("invitations/<uuid:public_id>/questions/", portal.question_ask, name="question_ask"),
    path("invitations/<uuid:public_id>/letter/", portal.letter, name="invitation_letter"),
    path("invitations/<uuid:public_id>/commitment/", portal.commitment, name="commitment_letter"),
    path("invitations/<uuid:public_id>/papers/<uuid:paper_id>/<int:number>/", portal.paper_file, name="paper_file"),
    path("invitations/<uuid:public_id>/bid/", portal.bid_prepare, name="bid_prepare"),
    path("invitations/<uuid:public_id>/bid/offer/", portal.bid_offer, name="bid_offer"),
    path("invitations/<uuid:public_id>/bid/files/", portal.bid_file_add, name="bid_file_add"),
    path(
        "invitations/<uuid:public_id>/bid/files/<uuid:file_id>/remove/", portal.bid_file_remove, name="bid_file_remove"
    ),
    path("invitations/<uuid:public_id>/bid/begin/", portal.bid_begin, name="bid_begin"),
    path("invitations/<uuid:public_id>/bid/submit/", portal.bid_submit, name="bid_submit"),
    path("invitations/<uuid:public_id>/bid/withdraw/", portal.bid_withdraw, name="bid_withdraw"),
    path("invitations/<uuid:public_id>/receipts/<uuid:bid_id>/", portal.bid_receipt, name="bid_receipt"),
    path("<int:tender_id>/inviting/", inviting.inviting, name="inviting"),
    path("<int:tender_id>/inviting/add/", inviting.vendor_add, name="vendor_add"),
    path("<int:tender_id>/inviting/<int:pk>/remove/", inviting.vendor_remove, name="vendor_remove"),
    path("<int:tender_id>/inviting/ask/", inviting.list_ask, name="list_ask"),
    path("<int:tender_id>/inviting/send/", inviting.letters_send, name="letters_send"),
    path("<int:tender_id>/dates/", inviting.dates, name="dates"),
    path("<int:tender_id>/inviting/print/<slug:paper>/", inviting.paper_order, name="tender_paper_order"),
    path("<int:tender_id>/clarifying/", clarifying.clarifying, name="clarifying"),
    path("<int:tender_id>/meetings/<slug:occasion>/", clarifying.meeting, name="meeting"),
    path("<int:tender_id>/questions/new/", clarifying.question_new, name="question_new"),
    path("<int:tender_id>/questions/<uuid:question_id>/", clarifying.question_answer, name="question_answer"),
    path("<int:tender_id>/box/", clarifying.box, name="box"),
    path("<int:tender_id>/box/close/", clarifying.bids_close, name="bids_close"),
    path("<int:tender_id>/box/fail/", clarifying.tender_fail, name="tender_fail"),
]
