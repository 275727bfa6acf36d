from django.urls import path

from tungnha.outreach import views_offers as views

urlpatterns = [
    path("uu-dai/", views.index, name="offers"),
    path("uu-dai/them/", views.write, name="offer-new"),
    path("uu-dai/<int:pk>/", views.offer, name="offer"),
    path("uu-dai/<int:pk>/dong-y/", views.agree, name="offer-agree"),
    path("uu-dai/<int:pk>/thoi/", views.withdraw, name="offer-withdraw"),
    path("uu-dai/<int:pk>/bao-thon/", views.tell, name="offer-tell"),
    path("uu-dai/loi-bao/<int:pk>/rut/", views.take_back, name="offer-take-back"),
]
