from django.urls import path

from tungnha.people.views import homes as views_homes
from tungnha.people.views import importing as views_import
from tungnha.people.views import merge as views_merge
from tungnha.people.views import person as views_person
from tungnha.people.views import quality as views_quality
from tungnha.people.views import register as views_register

_PERSON = "nhan-khau/<int:pk>/"
urlpatterns = [
    path(_PERSON, views_person.person, name="person"),
    path(f"{_PERSON}sua/", views_register.correct, name="correct"),
    path(f"{_PERSON}so-dinh-danh/", views_register.number, name="number"),
    path(f"{_PERSON}dien-thoai/", views_register.telephone, name="telephone"),
    path(f"{_PERSON}xac-nhan/", views_register.confirm, name="confirm"),
    path(f"{_PERSON}cu-tru/", views_register.residence, name="residence"),
    path(f"{_PERSON}chuyen-ho/", views_register.move, name="move"),
    path(f"{_PERSON}de-nghi/", views_register.propose, name="propose"),
    path(f"{_PERSON}hoan-tac/<int:change>/", views_register.undo_change, name="undo-change"),
    path(f"{_PERSON}gop/", views_merge.merge_with, name="merge-with"),
    path(f"{_PERSON}gop/<int:other>/", views_merge.merge, name="merge"),
    path("nhan-khau/lan-gop/<int:pk>/", views_merge.merged_page, name="merged"),
    path("nhan-khau/co-the-trung/", views_merge.likely, name="doubles"),
    path("nhan-khau/co-the-trung/<int:pk>/", views_merge.different, name="different"),
    path("nhan-khau/bao-lai/", views_quality.notes, name="notes"),
    path("nhan-khau/bao-lai/<int:pk>/", views_quality.note, name="note"),
    path("nhan-khau/chat-luong/", views_quality.quality_page, name="quality"),
    path("nhan-khau/chat-luong/<int:pk>/<slug:figure>/", views_quality.quality_rows, name="quality-rows"),
    path("nhan-khau/chat-luong/<int:pk>/thieu/<slug:field>/", views_quality.quality_fill, name="quality-fill"),
    path("nhan-khau/them/", views_homes.add_person, name="add-person"),
    path("ho/them/", views_homes.add_household, name="add-household"),
    path("ho/chuyen-thon/<int:pk>/", views_import.move, name="move-households"),
    path("ho/<int:pk>/", views_person.household, name="household"),
    path("ho/<int:pk>/sua/", views_homes.edit_household, name="edit-household"),
    path("ho/<int:pk>/chu-ho/", views_homes.choose_head, name="choose-head"),
    path("ho/<int:pk>/chuyen-di/", views_homes.household_left, name="household-left"),
    path("ho/<int:pk>/bao-lai/", views_homes.propose_household, name="propose-household"),
]
