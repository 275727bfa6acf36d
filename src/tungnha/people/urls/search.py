from django.urls import path

from tungnha.people.views import search as views_search

urlpatterns = [path("nhan-khau/", views_search.index, name="index")]
