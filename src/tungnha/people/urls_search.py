from django.urls import path

from tungnha.people import views_search

urlpatterns = [path("nhan-khau/", views_search.index, name="index")]
