"""Addresses of the page by which an invited company registers itself, mailed as a link."""

from django.urls import path

from vendors.views import public

app_name = "vendors_public"
urlpatterns = [
    path("thanks/", public.joined, name="joined"),
    path("<str:token>/", public.join, name="join"),
]
