from django.urls import path

from tungnha.voices.views import rumours

urlpatterns = [
    path("", rumours.index, name="rumours"),
    path("bao/", rumours.report, name="rumour-report"),
    path("thon/<int:pk>/", rumours.confirm, name="rumour-confirm"),
    path("lan-nghe/<uuid:pk>/tach/", rumours.part, name="rumour-part"),
    path("<int:pk>/", rumours.one, name="rumour"),
    path("<int:pk>/<slug:deed>/", rumours.deed, name="rumour-deed"),
]
