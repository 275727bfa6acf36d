from django.urls import path

from tungnha.progress import views

app_name = "progress"
urlpatterns = [
    path("tien-do/", views.index, name="index"),
    path("tien-do/chi-tieu/<int:pk>/", views.target, name="target"),
    path("tien-do/chi-tieu/<int:pk>/in/", views.print_target, name="print"),
    path("tien-do/chi-tieu/<int:pk>/nguoi/", views.rows, name="rows"),
    path("tien-do/chi-tieu/<int:pk>/mau-so/", views.state_base, name="state-base"),
    path("tien-do/chi-tieu/<int:pk>/<slug:code>/", views.village, name="village"),
]
