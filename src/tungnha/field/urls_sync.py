from django.urls import path

from tungnha.field.sync import views

urlpatterns = [
    path("join/look", views.join_look, name="phone-join-look"),
    path("join", views.join, name="phone-join"),
    path("sync", views.sync, name="phone-sync"),
    path("carry", views.carry, name="phone-carry"),
    path("<path:rest>", views.nothing_here, name="phone-nothing"),
    path("", views.nothing_here, name="phone-root"),
]
