from django.urls import path

from tungnha.units import views

app_name = "units"
urlpatterns = [
    path("dang-nhap/", views.login, name="login"),
    path("dang-xuat/", views.logout, name="logout"),
    path("lam-viec-voi-tu-cach/<int:pk>/", views.work_as, name="work-as"),
]
