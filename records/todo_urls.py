"""Addresses of news, approvals, delegations and chains; part of ``records.urls``."""

from django.urls import path

from records.views import approval, notification

urlpatterns = [
    path("news/", notification.notification_list, name="notification_list"),
    path("news/read/", notification.notification_read_all, name="notification_read_all"),
    path("news/<int:pk>/", notification.notification_open, name="notification_open"),
    path("news/<int:pk>/read/", notification.notification_read, name="notification_read"),
    path("approvals/", approval.approval_list, name="approval_list"),
    path("approvals/<int:pk>/", approval.approval_detail, name="approval_detail"),
    path("approvals/<int:pk>/decide/", approval.approval_decide, name="approval_decide"),
    path("approvals/<int:pk>/withdraw/", approval.approval_withdraw, name="approval_withdraw"),
    path("approvals/delegations/", approval.delegation_list, name="delegation_list"),
    path("approvals/delegations/add/", approval.delegation_add, name="delegation_add"),
    path("approvals/delegations/<int:pk>/revoke/", approval.delegation_revoke, name="delegation_revoke"),
    path("approvals/chains/", approval.chain_list, name="chain_list"),
    path("approvals/chains/<str:kind>/", approval.chain_change, name="chain_change"),
]
