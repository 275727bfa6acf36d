from django.urls import include, path

app_name = "lists"
_PARTS = ("lists", "review", "exchange", "handed")
urlpatterns = [path("", include(f"tungnha.lists.urls.{part}")) for part in _PARTS]
