from django.urls import path

from tungnha.people import views

app_name = "people"
urlpatterns = [
    path("nhan-khau/", views.index, name="index"),
    path("nhan-khau/<int:pk>/", views.person, name="person"),
    path("ho/<int:pk>/", views.household, name="household"),
]
