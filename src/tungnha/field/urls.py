from django.urls import include, path

from tungnha.field import views

app_name = "field"
urlpatterns = [
    path("ho-can-den/", views.worklist, name="worklist"),
    path("ho-can-den/<int:pk>/", views.household, name="household"),
    path("buoi-ho-tro/", views.sessions, name="sessions"),
    path("buoi-ho-tro/them/", views.new_session, name="new-session"),
    path("buoi-ho-tro/<int:pk>/", views.session, name="session"),
    path("", include("tungnha.field.urls_rosters")),
]
