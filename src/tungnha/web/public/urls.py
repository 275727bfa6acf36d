"""Addresses for everybody: short, lasting, printed on paper. They belong to the namespace `web`."""

from django.urls import path

from tungnha.web.public import badge, communes, contact, far, services, sessions, voices

urlpatterns = [
    path("cong-dan/", communes.find, name="public"),
    path("xa/<slug:code>/", communes.front, name="public-commune"),
    path("xa/<slug:code>/can-mang-gi/", services.guides, name="public-guides"),
    path("xa/<slug:code>/can-mang-gi/<slug:service>/", services.guide, name="public-guide"),
    path("xa/<slug:code>/dang-o-dau/", far.far, name="public-far"),
    path("xa/<slug:code>/gop-y/", voices.feedback, name="public-feedback"),
    path("xa/<slug:code>/gop-y/xem/", voices.follow, name="public-follow"),
    path("xa/<slug:code>/viec-khac/", voices.official_app, name="public-app"),
    path("xa/<slug:code>/nguoi-nay-co-that/", badge.about, name="public-badge"),
    path("xa/<slug:code>/hoi-ai/", contact.contact, name="public-contact"),
    path("the/<str:mark>/", badge.check, name="public-badge-check"),
    path("lich-ho-tro/<slug:code>/", sessions.sessions, name="public-sessions"),
    path("lich-ho-tro/<slug:code>/lich.ics", sessions.calendar, name="public-sessions-ics"),
]
