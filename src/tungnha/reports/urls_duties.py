"""The calendar, duties and their reminders, rates."""

from django.urls import path

from tungnha.reports.duties import views, views_chase, views_rates

urlpatterns = [
    path("bao-cao/lich/", views.calendar, name="calendar"),
    path("bao-cao/lich/dia-chi/", views.addresses, name="calendar-addresses"),
    path("bao-cao/lich/dia-chi/<int:pk>/thu-hoi/", views.revoke, name="calendar-revoke"),
    path("lich-bao-cao/<str:secret>.ics", views.feed, name="feed"),
    path("bao-cao/che-do/", views_chase.duties, name="duties"),
    path("bao-cao/che-do/<int:pk>/", views_chase.duty, name="duty"),
    path("bao-cao/che-do/<int:pk>/lich-nhac/", views_chase.set_rules, name="duty-rules"),
    path("bao-cao/che-do/<int:pk>/mien/", views_chase.excuse, name="duty-excuse"),
    path("bao-cao/mien/<int:pk>/thoi/", views_chase.end_excuse, name="excuse-end"),
    path("bao-cao/bang/<int:duty>/<slug:period>/nhac/", views_chase.chase, name="chase"),
    path("bao-cao/ty-le/", views_rates.rates, name="rates"),
    path("bao-cao/ty-le/bang.xlsx", views_rates.rates_xlsx, name="rates-xlsx"),
    path("bao-cao/ty-le/don-vi/<int:pk>/", views_rates.unit, name="rates-unit"),
]
