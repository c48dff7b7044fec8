"""Addresses of the public verification page, printed as a QR code on every document."""

from django.urls import path

from records.views import public

app_name = "records_public"
urlpatterns = [
    path("", public.enter, name="enter"),
    path("<str:token>/", public.verify, name="verify"),
]
