from django.urls import path

from tungnha.plans.work import views, views_task

T = "viec/<int:pk>/"
urlpatterns = [
    path("viec/", views.mine, name="my-work"),
    path("viec/toan-dia-ban/", views.area, name="area-work"),
    path("ke-hoach/<int:pk>/viec/", views.plan, name="work"),
    path("ke-hoach/<int:pk>/viec/bang.xlsx", views.plan_xlsx, name="work-xlsx"),
    path(T, views_task.task, name="work-task"),
    path(T + "ghi/", views_task.say, name="work-say"),
    path(T + "quyet/", views_task.decide, name="work-decide"),
    path(T + "chu-tri/", views_task.charge, name="work-charge"),
    path(T + "tung-noi/", views_task.grid, name="work-grid"),
    path(T + "tung-noi.xlsx", views_task.grid_xlsx, name="work-grid-xlsx"),
    path(T + "gia-han/", views_task.ask_extension, name="work-extension"),
    path("viec/gia-han/<int:pk>/", views_task.decide_extension, name="work-extension-decide"),
    path("viec/ghi/<int:pk>/rut-lai/", views_task.take_back, name="work-take-back"),
    path("viec/ghi/<int:pk>/tep/", views_task.file, name="work-file"),
]
