from django.urls import path

from tungnha.people.views import access as views_access

urlpatterns = [
    path("nhat-ky/", views_access.log_page, name="log"),
    path("nhat-ky/tai-ve/", views_access.log_out, name="log-out"),
    path("nhat-ky/xem-so/", views_access.unmaskings, name="unmaskings"),
    path("nhat-ky/xem-so/<int:pk>/cho-them/", views_access.allow_more, name="unmaskings-more"),
    path("nhan-khau/<int:pk>/ai-da-xem/", views_access.looks_sheet, name="looks"),
]
