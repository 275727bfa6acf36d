from django.urls import path

from tungnha.field import views_rosters as views

urlpatterns = [
    path("nguoi-don-vi/", views.index, name="rosters"),
    path("nguoi-don-vi/<int:pk>/", views.roster, name="roster"),
    path("nguoi-don-vi/<int:pk>/so-lieu/", views.stated, name="roster-stated"),
]
