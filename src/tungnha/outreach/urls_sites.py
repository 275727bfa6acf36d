from django.urls import path

from tungnha.outreach import views_sites as views

urlpatterns = [
    path("niem-yet/", views.index, name="postings"),
    path("niem-yet/them/", views.ask, name="posting-ask"),
    path("niem-yet/<int:pk>/", views.posting, name="posting"),
    path("niem-yet/<int:pk>/danh-dau/", views.tick, name="posting-tick"),
    path("niem-yet/<int:pk>/thoi/", views.close, name="posting-close"),
    path("niem-yet/noi/<int:pk>/", views.site, name="site"),
    path("niem-yet/anh/<int:pk>.webp", views.picture, name="site-picture"),
    path("niem-yet/loi-ghi/<int:pk>/rut/", views.take_back, name="site-take-back"),
]
