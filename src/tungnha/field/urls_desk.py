from django.urls import path

from tungnha.field.desk import views

D = "ban-mot-cua/"
urlpatterns = [
    path(D, views.desk, name="desk"),
    path(D + "tim/", views.find, name="desk-find"),
    path(D + "cac-ngay/", views.days, name="desk-days"),
    path(D + "hai-long/", views.faces, name="faces"),
    path(D + "lay-lai/<uuid:pk>/", views.take_back, name="desk-take-back"),
    path(D + "so-lieu/", views.all_series, name="series"),
    path(D + "so-lieu/<int:pk>/", views.series, name="series-one"),
    path(D + "so-lieu/<int:pk>/thoi/", views.end_series, name="series-end"),
]
