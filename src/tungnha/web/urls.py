from django.urls import include, path

from tungnha.web import views, views_components, views_leader, views_phone

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("lanh-dao/", views_leader.screen, name="leader"),
    path("lanh-dao/goi/<int:pk>/", views_leader.call, name="leader-call"),
    path("thanh-phan/", views_components.components, name="components"),
    path("thanh-phan/dien-thoai/", views_components.components, {"kind": "dien-thoai"}, name="components-phone"),
    path("thanh-phan/ban-in/", views_components.components, {"kind": "ban-in"}, name="components-print"),
    path("thanh-phan/cong-dan/", views_components.components, {"kind": "cong-dan"}, name="components-public"),
    path("", include("tungnha.web.public.urls")),
    path("dt/", views_phone.shell, name="phone"),
    path("dt/sw.js", views_phone.worker, name="phone-worker"),
    path("dt/app/<slug:version>/<path:path>", views_phone.app_file, name="phone-file"),
]
