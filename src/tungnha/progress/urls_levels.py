from django.urls import path

from tungnha.progress.levels import views, views_country

urlpatterns = [
    path("tien-do/dia-ban/", views.own, name="level-own"),
    path("tien-do/dia-ban/<slug:code>/", views.level, name="level"),
    path("tien-do/dia-ban/<slug:code>/don-vi/", views.units, name="level-units"),
    path("tien-do/dia-ban/<slug:code>/theo-cach-tinh/", views_country.by_measure, name="by-measure"),
    path("tien-do/ca-nuoc/", views_country.whole, name="country"),
]
