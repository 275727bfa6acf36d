from django.urls import include, path

from tungnha.field import views, views_sellers

app_name = "field"
urlpatterns = [
    path("ho-can-den/", views.worklist, name="worklist"),
    path("ho-can-den/<int:pk>/", views.household, name="household"),
    path("co-so-can-den/", views_sellers.index, name="sellers"),
    path("co-so-can-den/<int:pk>/", views_sellers.seller, name="seller"),
    path("co-so-can-den/rut-lai/<uuid:pk>/", views_sellers.take_back, name="seller-take-back"),
    path("buoi-ho-tro/", views.sessions, name="sessions"),
    path("buoi-ho-tro/them/", views.new_session, name="new-session"),
    path("buoi-ho-tro/<int:pk>/", views.session, name="session"),
    path("", include("tungnha.field.urls_rosters")),
]
