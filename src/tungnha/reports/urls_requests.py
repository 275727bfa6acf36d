"""Questions asked beside the plan."""

from django.urls import path

from tungnha.reports.requests import views

urlpatterns = [
    path("bao-cao/nhanh/", views.index, name="requests"),
    path("bao-cao/nhanh/hoi/", views.ask, name="request-new"),
    path("bao-cao/nhanh/<int:pk>/", views.one, name="request"),
    path("bao-cao/nhanh/<int:pk>/doi-han/", views.move, name="request-move"),
    path("bao-cao/nhanh/<int:pk>/thoi/", views.close, name="request-close"),
    path("bao-cao/nhanh/<int:pk>/nhac/", views.chase, name="request-chase"),
    path("bao-cao/nhanh/<int:pk>/bang.xlsx", views.xlsx, name="request-xlsx"),
    path("bao-cao/nhanh/<int:pk>/bao-cao.docx", views.docx, name="request-docx"),
    path("bao-cao/nhanh/tra-loi/<int:pk>/", views.answer, name="answer"),
    path("bao-cao/nhanh/tra-loi/<int:pk>/giao-xuong/", views.hand_on, name="answer-hand-on"),
    path("bao-cao/nhanh/tra-loi/<int:pk>/mien/", views.excuse, name="answer-excuse"),
    path("bao-cao/nhanh/ban/<int:pk>/tra-lai/", views.send_back, name="answer-return"),
]
