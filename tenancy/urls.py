"""Pages of the tenancy room, under the tenant's address."""

from django.urls import path

from tenancy.views import account, home, jobs, organisation, owners, people, settings

app_name = "tenancy"
urlpatterns = [
    path("", home.home, name="home"),
    path("profile/", account.profile, name="profile"),
    path("tokens/", account.token_list, name="token_list"),
    path("tokens/<int:pk>/revoke/", account.token_revoke, name="token_revoke"),
    path("organisation/", organisation.unit_list, name="unit_list"),
    path("organisation/profile/", organisation.tenant_profile, name="tenant_profile"),
    path("organisation/<int:pk>/", organisation.unit_detail, name="unit_detail"),
    path("organisation/<int:pk>/add/", organisation.unit_add, name="unit_add"),
    path("organisation/<int:pk>/change/", organisation.unit_change, name="unit_change"),
    path("organisation/<int:pk>/switch-off/", organisation.unit_switch_off, name="unit_switch_off"),
    path("organisation/<int:pk>/switch-on/", organisation.unit_switch_on, name="unit_switch_on"),
    path("organisation/<int:pk>/department/", organisation.unit_name_department, name="unit_name_department"),
    path("organisation/<int:pk>/admit/", owners.unit_admit, name="unit_admit"),
    path("admissions/<int:pk>/end/", owners.admission_end, name="admission_end"),
    path("people/", people.member_list, name="member_list"),
    path("people/add/", people.member_add, name="member_add"),
    path("people/<int:pk>/", people.member_detail, name="member_detail"),
    path("people/<int:pk>/contact/", people.member_reveal, name="member_reveal"),
    path("people/<int:pk>/change/", people.member_change, name="member_change"),
    path("people/<int:pk>/roles/", people.member_grant, name="member_grant"),
    path("people/<int:pk>/roles/<int:grant_pk>/revoke/", people.member_revoke, name="member_revoke"),
    path("people/<int:pk>/switch-off/", people.member_switch_off, name="member_switch_off"),
    path("people/<int:pk>/switch-on/", people.member_switch_on, name="member_switch_on"),
    path("people/<int:pk>/invite/", people.member_invite, name="member_invite"),
    path("settings/", settings.overview, name="settings"),
    path("settings/<slug:area>/", settings.area, name="settings_area"),
    path("settings/<slug:area>/compare/", settings.compare, name="settings_compare"),
    path("settings/<slug:area>/draft/", settings.draft, name="settings_draft"),
    path("settings/<slug:area>/<int:number>/", settings.version, name="settings_version"),
    path("settings/<slug:area>/<int:number>/approve/", settings.approve, name="settings_approve"),
    path("settings/<slug:area>/<int:number>/withdraw/", settings.withdraw, name="settings_withdraw"),
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
]
