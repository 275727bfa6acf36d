from django.urls import path

from tungnha.people.views import importing as views_import

urlpatterns = [
    path("nhan-khau/nhap/", views_import.index, name="import"),
    path("nhan-khau/nhap/<int:pk>/", views_import.columns, name="import-columns"),
    path("nhan-khau/nhap/<int:pk>/hoi-lai/", views_import.questions, name="import-questions"),
    path("nhan-khau/nhap/<int:pk>/xem-truoc/", views_import.preview, name="import-preview"),
    path("nhan-khau/nhap/<int:pk>/dang-chay/", views_import.progress, name="import-progress"),
    path("nhan-khau/nhap/<int:pk>/ket-qua/", views_import.result, name="import-result"),
    path("nhan-khau/nhap/<int:pk>/ket-qua/<slug:which>/", views_import.outcome, name="import-outcome"),
    path("nhan-khau/nhap/<int:pk>/chua-nhan.xlsx", views_import.refused, name="import-refused"),
    path("nhan-khau/nhap/<int:pk>/bo/", views_import.discard, name="import-discard"),
]
