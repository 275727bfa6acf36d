from django.urls import path

from tungnha.outreach import views_inspections as views

urlpatterns = [
    path("kiem-tra/", views.index, name="inspections"),
    path("kiem-tra/ghi/", views.write, name="inspection-new"),
    path("kiem-tra/dieu-can-xem/", views.checklist, name="inspection-checklist"),
    path("kiem-tra/dieu-can-xem/<int:pk>/bo/", views.remove_item, name="inspection-item-remove"),
    path("kiem-tra/<int:pk>/", views.inspection, name="inspection"),
    path("kiem-tra/khac-phuc/<int:pk>/", views.step, name="inspection-step"),
]
