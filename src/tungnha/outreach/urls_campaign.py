from django.urls import path

from tungnha.outreach import views_activities as activities
from tungnha.outreach import views_campaign as campaign
from tungnha.outreach import views_news as news
from tungnha.outreach import views_words as words

urlpatterns = [
    path("tuyen-truyen/", campaign.index, name="campaign"),
    path("tuyen-truyen/viec/", campaign.mine, name="campaign-mine"),
    path("tuyen-truyen/thon/<int:pk>/", campaign.place, name="campaign-place"),
    path("tuyen-truyen/don-vi/<int:pk>/", campaign.unit, name="campaign-unit"),
    path("tuyen-truyen/chu-de/", campaign.themes, name="campaign-themes"),
    path("tuyen-truyen/chu-de/lay/", campaign.take, name="campaign-take"),
    path("tuyen-truyen/chu-de/<slug:what>/<int:pk>/", campaign.change, name="campaign-change"),
    path("tuyen-truyen/thang/", activities.month, name="campaign-month"),
    path("tuyen-truyen/moi/", activities.new, name="activity-new"),
    path("tuyen-truyen/hoat-dong/<int:pk>/", activities.activity, name="activity"),
    path("tuyen-truyen/hoat-dong/<int:pk>/thoi/", activities.cancel, name="activity-cancel"),
    path("tuyen-truyen/phan/<int:pk>/", activities.part, name="part"),
    path("tuyen-truyen/phan/<int:pk>/ho/", activities.homes, name="part-homes"),
    path("tuyen-truyen/phan/<int:pk>/loi/", words.own_words, name="part-words"),
    path("tuyen-truyen/phan/<int:pk>/tin/", news.write, name="news-new"),
    path("tuyen-truyen/minh-chung/<int:pk>/", activities.evidence_file, name="evidence"),
    path("tuyen-truyen/loi/", words.index, name="texts"),
    path("tuyen-truyen/loi/<int:pk>/", words.text, name="text"),
    path("tuyen-truyen/loi/<int:pk>/duyet/", words.approve, name="text-approve"),
    path("tuyen-truyen/loi/<int:pk>/in/", words.text_print, name="text-print"),
    path("tuyen-truyen/mau/<slug:topic>/<slug:channel>/", words.template, name="text-template"),
    path("tuyen-truyen/tin/", news.index, name="news"),
    path("tuyen-truyen/tin/<int:pk>/", news.one, name="news-one"),
    path("tuyen-truyen/tin/<int:pk>/<slug:what>/", news.step, name="news-step"),
]
