from django.urls import path

from tungnha.outreach import views_money as views

urlpatterns = [
    path("kinh-phi/", views.index, name="money"),
    path("kinh-phi/nguon/", views.source_new, name="money-source-new"),
    path("kinh-phi/nguon/<int:pk>/", views.source, name="money-source"),
    path("kinh-phi/muc-ho-tro/", views.norms, name="money-norms"),
    path("kinh-phi/quy/", views.quarter, name="money-quarter"),
    path("kinh-phi/to/<int:pk>/", views.team, name="money-team"),
    path("kinh-phi/chi/<int:pk>/", views.paid, name="money-paid"),
    path("kinh-phi/chi/<int:pk>/bo/", views.take_back, name="money-take-back"),
    path("kinh-phi/hien-vat/", views.gifts, name="money-gifts"),
    path("kinh-phi/hien-vat/<int:pk>/bo/", views.gift_withdraw, name="money-gift-withdraw"),
    path("kinh-phi/bang.xlsx", views.xlsx, name="money-xlsx"),
]
