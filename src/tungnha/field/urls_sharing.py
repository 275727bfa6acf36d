from django.urls import path

from tungnha.field.sharing import views

urlpatterns = [
    path("phan-ho/", views.villages, name="sharing-villages"),
    path("phan-ho/<int:pk>/", views.sharing, name="sharing"),
    path("phan-ho/<int:pk>/theo-ngo/", views.by_lane, name="sharing-lanes"),
    path("phan-ho/<int:pk>/theo-cum/", views.by_cluster, name="sharing-cluster"),
    path("phan-ho/<int:pk>/tung-ho/", views.by_hand, name="sharing-hand"),
    path("phan-ho/<int:pk>/chia-lai/", views.level, name="sharing-level"),
    path("phan-ho/<int:pk>/giao/", views.accept, name="sharing-accept"),
    path("phan-ho/<int:pk>/thu-lai/", views.take_back, name="sharing-take-back"),
    path("phan-ho/<int:pk>/lich-su/", views.history, name="sharing-history"),
]
