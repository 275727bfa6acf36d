from django.urls import include, path

from tungnha.field import views, views_sellers

app_name = "field"
urlpatterns = [
    path("ho-can-den/", views.worklist, name="worklist"),
    path("ho-can-den/<int:pk>/", views.household, name="household"),
    path("co-so-can-den/", views_sellers.index, name="sellers"),
    path("co-so-can-den/<int:pk>/", views_sellers.seller, name="seller"),
    path("co-so-can-den/rut-lai/<uuid:pk>/", views_sellers.take_back, name="seller-take-back"),
    path("", include("tungnha.field.urls_desk")),
    path("", include("tungnha.field.urls_homes")),
    path("", include("tungnha.field.urls_leading")),
    path("", include("tungnha.field.urls_schedule")),
    path("", include("tungnha.field.urls_sharing")),
    path("", include("tungnha.field.urls_rosters")),
    path("dt/api/", include("tungnha.field.urls_sync")),
]
