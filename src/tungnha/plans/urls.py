from django.urls import include, path

from tungnha.plans.views import asked, below, changes, documents, handing, network, plans, reading, reviewing, versions

app_name = "plans"
urlpatterns = [
    path("ke-hoach/", plans.index, name="index"),
    path("ke-hoach/tai-len/", documents.upload, name="upload"),
    path("ke-hoach/dang-doc/<slug:token>/", reading.reading, name="reading"),
    path("ke-hoach/ra-soat/<int:pk>/", reviewing.review, name="review"),
    path("ke-hoach/ra-soat/<int:pk>/so-sanh/<int:draft>/", reviewing.compare, name="compare"),
    path("ke-hoach/ra-soat/<int:pk>/sua/", changes.change, name="change"),
    path("ke-hoach/ra-soat/<int:pk>/hoi/", changes.ask, name="ask"),
    path("ke-hoach/ra-soat/<int:pk>/xac-nhan/", documents.confirm, name="confirm"),
    path("ke-hoach/van-ban/<int:pk>/tep/", documents.file, name="file"),
    path("ke-hoach/<int:pk>/", plans.plan, name="plan"),
    path("ke-hoach/<int:pk>/van-ban/", plans.text, name="text"),
    path("ke-hoach/<int:pk>/hoi-tung-nha/", asked.asked_of_houses, name="asked"),
    path("ke-hoach/<int:pk>/so-va-ngay/", plans.number, name="number"),
    path("ke-hoach/cau-hoi/<int:pk>/", plans.answer, name="answer"),
    path("ke-hoach/van-ban/<int:pk>/sua-doi/", versions.amend, name="amend"),
    path("ke-hoach/<int:pk>/cac-ban/", versions.history, name="history"),
    path("ke-hoach/gui-den/", network.inbox, name="inbox"),
    path("ke-hoach/<int:pk>/gui/", network.send, name="send"),
    path("ke-hoach/<int:pk>/kien-nghi/", network.propose, name="propose"),
    path("ke-hoach/kien-nghi/<int:pk>/", network.decide, name="decide"),
    path("ke-hoach/<int:pk>/giao-xuong/", handing.hand_down, name="hand-down"),
    path("ke-hoach/<int:pk>/cap-duoi/", below.below, name="below"),
    path("ke-hoach/<int:pk>/cap-duoi/tat-ca.zip", below.all_drafts, name="all-drafts"),
    path("ke-hoach/<int:pk>/cap-duoi/<slug:key>.docx", below.draft, name="lower-draft"),
    path("ke-hoach/chi-tieu/<int:pk>/hoan-tac/", handing.undo, name="undo-hand-down"),
    path("", include("tungnha.plans.urls_work")),
    path("", include("tungnha.plans.urls_adoption")),
]
