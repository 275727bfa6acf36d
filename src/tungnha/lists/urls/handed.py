from django.urls import path

from tungnha.lists.views import handed as views
from tungnha.lists.views import handed_returns as returns

urlpatterns = [
    path("danh-sach-giao/", views.index, name="handed"),
    path("danh-sach-giao/moi/", views.new, name="handed-new"),
    path("danh-sach-giao/<int:pk>/", views.show, name="handed-list"),
    path("danh-sach-giao/<int:pk>/tep.xlsx", views.take, name="handed-file"),
    path("danh-sach-giao/<int:pk>/thu-lai/", views.call_back, name="handed-call-back"),
    path("danh-sach-giao/<int:pk>/da-xoa/", views.deleted, name="handed-deleted"),
    path("danh-sach-giao/tra-lai/", returns.start, name="handed-return"),
    path("danh-sach-giao/tra-lai/<int:pk>/", returns.look, name="handed-look"),
    path("danh-sach-giao/tra-lai/<int:pk>/ghi/", returns.record, name="handed-record"),
    path("danh-sach-giao/tra-lai/<int:pk>/bo/", returns.discard, name="handed-discard"),
    path("danh-sach-giao/tra-lai/<int:pk>/rut-lai/", returns.withdraw, name="handed-withdraw"),
    path("danh-sach-giao/tra-lai/<int:pk>/chua-nhan.xlsx", returns.refused, name="handed-refused"),
]
