from django.urls import path

from tungnha.voices.views import apps, feedback

urlpatterns = [
    path("", feedback.index, name="feedback"),
    path("ung-dung/", apps.index, name="app"),
    path("ung-dung/ten/", apps.name, name="app-name"),
    path("ung-dung/thang/", apps.month, name="app-month"),
    path("ung-dung/tep/", apps.file, name="app-file"),
    path("<uuid:pk>/", feedback.one, name="feedback-one"),
    path("<uuid:pk>/tra-loi/", feedback.answer, name="feedback-answer"),
    path("<uuid:pk>/neu-len/", feedback.raise_up, name="feedback-raise"),
]
