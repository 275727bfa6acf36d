from django.urls import path

from tungnha.people.views import breaches as views_breaches
from tungnha.people.views import consents as views_consents
from tungnha.people.views import protection as views_protection
from tungnha.people.views import rights as views_rights

_AT = "nhan-khau/bao-ve-du-lieu/"
urlpatterns = [
    path(_AT, views_protection.home, name="protection"),
    path(f"{_AT}khong-luu/", views_protection.never, name="never-stored"),
    path(f"{_AT}ho-so/", views_protection.records, name="processing-list"),
    path(f"{_AT}ho-so/lap/", views_protection.record_new, name="processing-new"),
    path(f"{_AT}ho-so/<int:pk>/", views_protection.record, name="processing"),
    path(f"{_AT}ho-so/<int:pk>/ban-moi/", views_protection.record_change, name="processing-change"),
    path(f"{_AT}kiem-tra/", views_protection.checks, name="checks"),
    path(f"{_AT}den-han/<int:pk>/", views_protection.retention_page, name="retention"),
    path(f"{_AT}den-han/<int:pk>/lam/", views_protection.retention_work, name="retention-work"),
    path(f"{_AT}ban-lay-ra/<int:pk>/da-xoa/", views_protection.export_deleted, name="export-deleted"),
    path(f"{_AT}yeu-cau/", views_rights.index, name="rights"),
    path(f"{_AT}yeu-cau/nhan/", views_rights.new, name="rights-new"),
    path(f"{_AT}yeu-cau/<int:pk>/", views_rights.one, name="rights-request"),
    path(f"{_AT}yeu-cau/<int:pk>/buoc/<slug:which>/", views_rights.step, name="rights-step"),
    path(f"{_AT}yeu-cau/<int:pk>/thu/<slug:which>/", views_rights.letter, name="rights-letter"),
    path(f"{_AT}nguoi/<int:pk>/", views_rights.held, name="held"),
    path(f"{_AT}han-che/<int:pk>/thoi/", views_rights.lift, name="restriction-lift"),
    path(f"{_AT}dong-y/", views_consents.notices, name="consent-notices"),
    path(f"{_AT}dong-y/mau/<int:pk>/", views_consents.notice, name="consent-notice"),
    path(f"{_AT}dong-y/nguoi/<int:pk>/", views_consents.of_person, name="consents-of"),
    path(f"{_AT}dong-y/<int:pk>/rut-lai/", views_consents.withdraw, name="consent-withdraw"),
    path(f"{_AT}su-co/", views_breaches.index, name="breaches"),
    path(f"{_AT}su-co/ghi/", views_breaches.new, name="breach-new"),
    path(f"{_AT}su-co/<int:pk>/", views_breaches.one, name="breach"),
    path(f"{_AT}su-co/<int:pk>/sua/", views_breaches.change, name="breach-change"),
    path(f"{_AT}su-co/<int:pk>/bien-ban/", views_breaches.note, name="breach-note"),
    path(f"{_AT}su-co/<int:pk>/buoc/<slug:which>/", views_breaches.step, name="breach-step"),
    path(f"{_AT}su-co/<int:pk>/nguoi/", views_breaches.people, name="breach-people"),
    path(f"{_AT}su-co/<int:pk>/thong-bao/", views_breaches.notice, name="breach-notice"),
]
