from django.urls import path

from tungnha.progress.indicators import views

P = "tien-do/ke-hoach/<int:pk>/chi-so/"
urlpatterns = [
    path(P, views.of_a_plan, name="indicators"),
    path(P + "them/", views.add, name="indicator-add"),
    path(P + "ghi/", views.type_in, name="indicator-type"),
]
