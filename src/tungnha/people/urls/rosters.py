from django.urls import path

from tungnha.people.views import needs
from tungnha.people.views import roster_files as files
from tungnha.people.views import rosters as views

urlpatterns = [
    path("nguoi-don-vi/can-xac-nhan/", views.questions, name="roster-questions"),
    path("nguoi-don-vi/can-xac-nhan/<int:pk>/", views.answer, name="roster-answer"),
    path("nguoi-don-vi/<int:pk>/them/", views.add, name="roster-add"),
    path("nguoi-don-vi/nguoi/<int:pk>/", views.entry, name="roster-entry"),
    path("nguoi-don-vi/<int:pk>/nhap/", files.start, name="roster-import"),
    path("nguoi-don-vi/tep/<int:pk>/", files.look, name="roster-file"),
    path("nguoi-don-vi/tep/<int:pk>/ket-qua/", files.result, name="roster-result"),
    path("nguoi-don-vi/tep/<int:pk>/chua-nhan.xlsx", files.refused, name="roster-refused"),
    path("nguoi-don-vi/tep/<int:pk>/bo/", files.discard, name="roster-discard"),
    path("can-ho-tro/", needs.index, name="needs"),
    path("can-ho-tro/theo-thon/", needs.counts, name="needs-counts"),
    path("can-ho-tro/tim-trong-so/", needs.elders, name="needs-elders"),
    path("can-ho-tro/nguoi/<int:pk>/", needs.add, name="need-add"),
    path("can-ho-tro/xac-nhan/", needs.decide, name="needs-decide"),
    path("can-ho-tro/<int:pk>/ket-thuc/", needs.end, name="need-end"),
]
