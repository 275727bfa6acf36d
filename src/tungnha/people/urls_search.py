from django.urls import path

from tungnha.people import views

urlpatterns = [path("nhan-khau/", views.index, name="index")]
