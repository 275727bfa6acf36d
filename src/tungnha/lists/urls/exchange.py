from django.urls import path

from tungnha.lists.views import exchange as views

urlpatterns = [
    path("so-giao-nhan/", views.index, name="exchange"),
    path("so-giao-nhan/<int:pk>/", views.show, name="exchange-list"),
    path("so-giao-nhan/thoa-thuan/", views.agreements, name="agreements"),
    path("so-giao-nhan/thoa-thuan/<int:pk>/thoi/", views.end_agreement, name="agreement-end"),
]
