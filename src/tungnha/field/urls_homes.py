from django.urls import path

from tungnha.field.homes import views

urlpatterns = [
    path("ho-gia-dinh/", views.homes, name="homes"),
    path("ho-gia-dinh/loa/", views.loudspeaker, name="homes-loudspeaker"),
    path("ho-gia-dinh/thon/<int:pk>/", views.homes_village, name="homes-village"),
    path("ho-gia-dinh/thon/<int:pk>/danh-dau/", views.tick, name="homes-tick"),
    path("ho-gia-dinh/ho/<int:pk>/", views.household, name="homes-household"),
    path("ho-gia-dinh/nguoi-giup/<uuid:pk>/", views.helper, name="homes-helper"),
    path("ho-gia-dinh/bo-danh-dau/<uuid:pk>/", views.withdraw, name="homes-withdraw"),
]
