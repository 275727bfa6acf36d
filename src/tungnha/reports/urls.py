from django.urls import include, path

from tungnha.reports import views, views_report

app_name = "reports"
urlpatterns = [
    path("bao-cao/", views.index, name="index"),
    path("", include("tungnha.reports.urls_duties")),
    path("", include("tungnha.reports.urls_requests")),
    path("", include("tungnha.reports.urls_unit")),
    path("", include("tungnha.reports.urls_papers")),
    path("", include("tungnha.reports.urls_closing")),
    path("", include("tungnha.reports.urls_exchange")),
    path("bao-cao/bang/<int:duty>/<slug:period>/", views.board, name="board"),
    path("bao-cao/bang/<int:duty>/<slug:period>/don-doc.docx", views.reminder, name="reminder"),
    path("bao-cao/bang/<int:duty>/<slug:period>/tong-hop/", views_report.compile_now, name="compile"),
    path("bao-cao/de-nghi-so-lieu/<int:pk>/cong-van.docx", views.data_request, name="data-request"),
    path("bao-cao/tong-hop/<int:pk>/", views_report.report, name="report"),
    path("bao-cao/tong-hop/<int:pk>/loi-van/", views_report.words, name="words"),
    path("bao-cao/tong-hop/<int:pk>/the-thuc/", views_report.front, name="front"),
    path("bao-cao/tong-hop/<int:pk>/chot/", views_report.freeze, name="freeze"),
    path("bao-cao/tong-hop/<int:pk>/bao-cao.docx", views_report.docx, name="docx"),
    path("bao-cao/tong-hop/<int:pk>/bao-cao.pdf", views_report.pdf, name="pdf"),
    path("bao-cao/tong-hop/<int:pk>/bang-so-lieu.xlsx", views_report.xlsx, name="xlsx"),
]
