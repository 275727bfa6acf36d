from django.urls import include, path

app_name = "people"
_PARTS = ("search", "importing", "register", "rosters", "establishments", "protection", "access")
urlpatterns = [path("", include(f"tungnha.people.urls.{part}")) for part in _PARTS]
