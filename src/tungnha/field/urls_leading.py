"""Pages of a team leader: the village today, phones, what waits, two words, messages."""

from django.urls import path

from tungnha.field.leading import devices, views, waiting

urlpatterns = [
    path("thon-hom-nay/", views.today, name="team-today"),
    path("thon-hom-nay/<int:pk>/", views.village, name="team-village"),
    path("may-cua-to/<int:pk>/", devices.devices, name="devices"),
    path("may-cua-to/ma/<int:pk>/", devices.code, name="device-code"),
    path("may-cua-to/ma/<int:pk>/da-dung/", devices.code_state, name="device-code-state"),
    path("may-cua-to/thu-hoi/<uuid:pk>/", devices.revoke, name="device-revoke"),
    path("can-xem/<int:pk>/", waiting.waiting, name="waiting"),
    path("can-xem/<int:pk>/mang-ho/", waiting.carry, name="waiting-carry"),
    path("can-xem/viec/<uuid:pk>/", waiting.operation, name="waiting-operation"),
    path("hai-loi/<int:pk>/", views.rivals, name="rivals"),
    path("hai-loi/quyet/<int:pk>/", views.rival, name="rival"),
    path("loi-nhan/<int:pk>/", views.team_messages, name="messages"),
    path("loi-nhan/thu-lai/<int:pk>/", views.message_withdraw, name="message-withdraw"),
]
