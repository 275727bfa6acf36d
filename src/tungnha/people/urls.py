from django.urls import include, path

app_name = "people"
_PARTS = ("search", "import", "register", "rosters", "establishments", "protection", "access")
urlpatterns = [path("", include(f"tungnha.people.urls_{part}")) for part in _PARTS]
