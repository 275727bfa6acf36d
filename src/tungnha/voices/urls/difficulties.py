from django.urls import path

from tungnha.voices.views import difficulties, ruling

urlpatterns = [
    path("", difficulties.index, name="difficulties"),
    path("neu/", difficulties.raise_one, name="difficulty-raise"),
    path("nhom/<slug:code>/", difficulties.group, name="difficulties-group"),
    path("ai-tra-loi/", ruling.index, name="rules"),
    path("ai-tra-loi/<slug:code>/", ruling.change, name="rule"),
    path("<uuid:pk>/", difficulties.one, name="difficulty"),
    path("<uuid:pk>/<slug:deed>/", difficulties.deed, name="difficulty-deed"),
]
