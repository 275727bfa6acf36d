"""All doors of the product. Every room keeps its own; the guard test walks them all."""

from django.urls import include, path

urlpatterns = [
    path("", include("tungnha.web.urls")),
    path("", include("tungnha.units.urls")),
    path("", include("tungnha.people.urls")),
    path("", include("tungnha.plans.urls")),
    path("", include("tungnha.lists.urls")),
    path("", include("tungnha.field.urls")),
    path("", include("tungnha.outreach.urls")),
    path("", include("tungnha.voices.urls")),
    path("", include("tungnha.progress.urls")),
    path("", include("tungnha.reports.urls")),
]
handler404 = "tungnha.web.views_errors.not_found"
handler403 = "tungnha.web.views_errors.forbidden"
handler500 = "tungnha.web.views_errors.server_error"
