from django.urls import path

from tungnha.reports.papers import views, views_drafts, views_settings

urlpatterns = [
    path("van-ban/", views.index, name="papers"),
    path("van-ban/moi/", views.new, name="paper-new"),
    path("van-ban/the-thuc/", views_settings.bodies, name="paper-bodies"),
    path("van-ban/the-thuc/<int:pk>/", views_settings.office, name="paper-office"),
    path("van-ban/the-thuc/<int:pk>/luu/", views_settings.save, name="paper-office-save"),
    path("van-ban/nguoi-ky/<int:pk>/thoi/", views_settings.end_signer, name="paper-signer-end"),
    path("van-ban/nguoi-ky/<int:pk>/chon/", views_settings.choose_signer, name="paper-signer-choose"),
    path("van-ban/<int:pk>/", views.paper, name="paper"),
    path("van-ban/<int:pk>/luu/", views.save, name="paper-save"),
    path("van-ban/<int:pk>/ban-hanh/", views.issue, name="paper-issue"),
    path("van-ban/<int:pk>/bo/", views.put_aside, name="paper-aside"),
    path("van-ban/<int:pk>/thu-hoi/", views_drafts.change, name="paper-change"),
    path("van-ban/<int:pk>/van-ban.docx", views.docx, name="paper-docx"),
    path("van-ban/<int:pk>/van-ban.pdf", views.pdf, name="paper-pdf"),
    path("van-ban/to-trinh-khen/<int:pk>/", views_drafts.commendation, name="paper-commendation"),
    path("bao-cao/bang/<int:duty>/<slug:period>/cong-van/", views_drafts.reminder, name="paper-reminder"),
]
