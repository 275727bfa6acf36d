"""Addresses of a unit's report, and of what the desk does with what units sent."""

from django.urls import path

from tungnha.reports import views_desk, views_unit

urlpatterns = [
    path("bao-cao/ky/<int:pk>/", views_unit.obligation, name="obligation"),
    path("bao-cao/ky/<int:pk>/nhap/", views_unit.keep_draft, name="unit-draft"),
    path("bao-cao/tra-lai/<int:pk>/", views_unit.send_back, name="return"),
    path("bao-cao/buoc/<int:pk>/", views_unit.step, name="step"),
    path("bao-cao/ban-khoa/<int:pk>/", views_unit.locked_copy, name="copy"),
    path("bao-cao/danh-sach/<int:pk>/", views_unit.named_list, name="named-list"),
    path("bao-cao/cung-tuan/<int:pk>/", views_desk.together, name="together"),
    path("bao-cao/bang/<int:duty>/<slug:period>/tiep-nhan/", views_desk.decide, name="decide"),
    path("bao-cao/che-do/<int:pk>/kem/", views_desk.duty_asks, name="duty-asks"),
    path("bao-cao/tong-hop/<int:pk>/da-xem/", views_desk.seen, name="corrections-seen"),
]
