"""A report from one installation to another: keys, files sent and received, the door for the machine below."""

from django.urls import path

from tungnha.reports.exchange import door, views, views_keys

urlpatterns = [
    path("trao-doi/gui/", door.take, name="exchange-take"),
    path("trao-doi/hoi/", door.ask, name="exchange-ask"),
    path("bao-cao/trao-doi/", views.index, name="exchange"),
    path("bao-cao/trao-doi/tep/", views.drop, name="exchange-drop"),
    path("bao-cao/trao-doi/hoi-cap-tren/", views.ask_above, name="exchange-ask-above"),
    path("bao-cao/trao-doi/nhan/<int:pk>/", views.received, name="exchange-received"),
    path("bao-cao/trao-doi/nhan/<int:pk>/thu-lai/", views.look_again, name="exchange-look"),
    path("bao-cao/trao-doi/nhan/<int:pk>/chon/", views.choose, name="exchange-choose"),
    path("bao-cao/trao-doi/nhan/<int:pk>/tra-loi.tungnha", views.answer_file, name="exchange-answer"),
    path("bao-cao/trao-doi/lap/<int:pk>/", views.make, name="exchange-make"),
    path("bao-cao/trao-doi/gui/<int:pk>/", views.sent, name="exchange-sent"),
    path("bao-cao/trao-doi/gui/<int:pk>/bao-cao.tungnha", views.sent_file, name="exchange-file"),
    path("bao-cao/trao-doi/gui/<int:pk>/qua-mang/", views.send, name="exchange-send"),
    path("bao-cao/trao-doi/gui/<int:pk>/chung/", views.prove, name="exchange-prove"),
    path("bao-cao/trao-doi/khoa/", views_keys.index, name="exchange-keys"),
    path("bao-cao/trao-doi/khoa/tao/", views_keys.make, name="exchange-key-make"),
    path("bao-cao/trao-doi/khoa/cua-minh.tungnha", views_keys.card, name="exchange-card"),
    path("bao-cao/trao-doi/khoa/dang-ky/", views_keys.register, name="exchange-key-register"),
    path("bao-cao/trao-doi/khoa/<int:pk>/thu-hoi/", views_keys.revoke, name="exchange-key-revoke"),
    path("bao-cao/trao-doi/noi-nhan/<int:pk>/", views_keys.destination, name="exchange-destination"),
]
