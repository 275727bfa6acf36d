from django.urls import path

from tungnha.voices.views import opinions

urlpatterns = [path("", opinions.index, name="opinions")]
