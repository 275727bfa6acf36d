from django.urls import path

from tungnha.progress.callbacks import views

urlpatterns = [
    path("kiem-tra/goi-lai/", views.index, name="call-backs"),
    path("kiem-tra/goi-lai/<int:pk>/", views.sample, name="call-back"),
    path("kiem-tra/goi-lai/luot/<int:pk>/", views.note_try, name="call-back-try"),
]
