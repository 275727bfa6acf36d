from django.urls import path

from tungnha.lists.views import review as views

urlpatterns = [
    path("danh-sach/<int:pk>/xem/", views.review, name="review"),
    path("danh-sach/<int:pk>/xem/tin/", views.news, name="review-news"),
    path("danh-sach/<int:pk>/xem/<int:number>/tim/", views.find, name="review-find"),
    path("danh-sach/<int:pk>/xem/<int:number>/them/", views.add, name="review-add"),
    path("danh-sach/<int:pk>/xem/<int:number>/cung-luc/", views.together, name="review-together"),
    path("danh-sach/<int:pk>/dong/<int:number>/", views.decisions, name="row"),
]
