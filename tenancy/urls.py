"""Pages of the tenancy room, under the tenant's address."""

from django.urls import path

from tenancy import views

app_name = "tenancy"
urlpatterns = [
    path("", views.home, name="home"),
]
