from django.urls import path

from tungnha.lists.views import lists as views

urlpatterns = [
    path("danh-sach/", views.index, name="index"),
    path("danh-sach/gui/", views.upload, name="upload"),
    path("danh-sach/<int:pk>/", views.show, name="list"),
    path("danh-sach/<int:pk>/cot/", views.columns, name="columns"),
    path("danh-sach/<int:pk>/dang-doi-chieu/", views.progress, name="progress"),
    path("danh-sach/<int:pk>/doi-chieu-lai/", views.check_again, name="check-again"),
    path("danh-sach/<int:pk>/xac-nhan/", views.confirm, name="confirm"),
    path("danh-sach/<int:pk>/rut-lai/", views.withdraw, name="withdraw"),
    path("danh-sach/<int:pk>/bo/", views.discard, name="discard"),
    path("danh-sach/<int:pk>/chua-nhan.xlsx", views.refused, name="refused"),
]
