from django.urls import path

from tungnha.outreach import views_zalo as views

urlpatterns = [
    path("nhom-zalo/", views.index, name="zalo"),
    path("nhom-zalo/loi-hoi/", views.lay_notice, name="zalo-words"),
    path("nhom-zalo/thon/<int:pk>/", views.village, name="zalo-village"),
    path("nhom-zalo/thon/<int:pk>/nhom/", views.group, name="zalo-group"),
    path("nhom-zalo/thon/<int:pk>/thoi-dung/", views.close, name="zalo-close"),
    path("nhom-zalo/thon/<int:pk>/danh-dau/", views.tick, name="zalo-tick"),
    path("nhom-zalo/thon/<int:pk>/tin/", views.notice, name="zalo-notice"),
    path("nhom-zalo/thon/<int:pk>/ma-qr/", views.poster, name="zalo-poster"),
    path("nhom-zalo/thon/<int:pk>/chua-vao.xlsx", views.outside_xlsx, name="zalo-outside"),
    path("nhom-zalo/ho/<int:pk>/", views.household, name="zalo-household"),
    path("nhom-zalo/ho/<int:pk>/bo/", views.leave, name="zalo-leave"),
]
