from django.http import HttpResponse
from django.urls import path


def soon(request, pk=None):
    return HttpResponse("")


urlpatterns = [
    path("buoi-ho-tro/", soon, name="sessions"),
    path("buoi-ho-tro/them/", soon, name="new-session"),
    path("buoi-ho-tro/<int:pk>/", soon, name="session"),
]
