from django.urls import path

from tungnha.plans.adoption import views

urlpatterns = [
    path("ke-hoach/<int:pk>/trien-khai/", views.adoption, name="adoption"),
    path("ke-hoach/<int:pk>/trien-khai/bang.xlsx", views.xlsx, name="adoption-xlsx"),
    path("ke-hoach/<int:pk>/trien-khai/muc/", views.items, name="adoption-items"),
    path("ke-hoach/<int:pk>/trien-khai/<slug:key>/", views.place, name="adoption-place"),
    path("ke-hoach/trien-khai/muc/<int:pk>/bo/", views.remove_item, name="adoption-item-remove"),
    path("ke-hoach/trien-khai/muc/<int:pk>/don-doc.docx", views.letter_docx, name="adoption-letter"),
]
