from django.urls import path

from tungnha.progress.measures import views

urlpatterns = [
    path("cach-tinh/", views.index, name="measures"),
    path("cach-tinh/moi/", views.new, name="measure-new"),
    path("cach-tinh/moi/xem-thu/", views.try_rows, name="measure-try"),
    path("cach-tinh/<slug:code>/", views.one, name="measure"),
    path("tien-do/chi-tieu/<int:pk>/chon-cach-tinh/", views.choose, name="choose-measure"),
    path("tien-do/ke-hoach/<int:pk>/cach-tinh/", views.of_plan, name="plan-measures"),
    path("tien-do/ke-hoach/<int:pk>/cach-tinh/in/", views.of_plan_print, name="plan-measures-print"),
    path("tien-do/ke-hoach/<int:pk>/cach-tinh/tep/", views.of_plan_xlsx, name="plan-measures-xlsx"),
]
