from django.urls import path

from tungnha.outreach import views_practices as practices
from tungnha.outreach import views_recognition as views

urlpatterns = [
    path("khen-thuong/", views.index, name="commendations"),
    path("khen-thuong/de-nghi/", views.propose, name="commendation-new"),
    path("khen-thuong/<int:pk>/", views.commendation, name="commendation"),
    path("khen-thuong/<int:pk>/buoc/", views.step, name="commendation-step"),
    path("cach-lam-hay/", practices.index, name="practices"),
    path("cach-lam-hay/neu/", practices.write, name="practice-new"),
    path("cach-lam-hay/<int:pk>/", practices.practice, name="practice"),
    path("cach-lam-hay/<int:pk>/xet/", practices.decide, name="practice-decide"),
    path("cach-lam-hay/<int:pk>/lam-theo/", practices.copy, name="practice-copy"),
    path("cach-lam-hay/lam-theo/<int:pk>/thoi/", practices.end_copy, name="practice-copy-end"),
]
