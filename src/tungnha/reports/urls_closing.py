"""A frozen report: checked, reopened, sent upward. Phases that end, the year looked back on."""

from django.urls import path

from tungnha.reports import views_report
from tungnha.reports.closing import views, views_evaluation

urlpatterns = [
    path("bao-cao/tong-hop/<int:pk>/kiem/", views_report.check, name="report-check"),
    path("bao-cao/tong-hop/<int:pk>/mo-lai/", views_report.reopen, name="report-reopen"),
    path("bao-cao/tong-hop/<int:pk>/gui-len/", views_report.send_upward, name="report-send-up"),
    path("bao-cao/dot/", views.index, name="closing"),
    path("bao-cao/dot/<int:plan>/<int:phase>/", views.close, name="closing-phase"),
    path("bao-cao/dot/chot/<int:pk>/", views.kept, name="closing-kept"),
    path("bao-cao/dot/chot/<int:pk>/mo-lai/", views.reopen, name="closing-reopen"),
    path("bao-cao/dot/chot/<int:pk>/van-ban/", views.paper, name="closing-paper"),
    path("bao-cao/dot/ke-hoach-nam-sau/<int:pk>/", views.next_year, name="next-year"),
    path("bao-cao/danh-gia/<int:pk>/", views_evaluation.units, name="evaluation"),
    path("bao-cao/danh-gia/<int:pk>/trong-so/", views_evaluation.weigh, name="evaluation-weigh"),
    path("bao-cao/danh-gia/<int:pk>/bang.xlsx", views_evaluation.xlsx, name="evaluation-xlsx"),
    path("bao-cao/danh-gia/<int:pk>/<int:unit>/", views_evaluation.unit, name="evaluation-unit"),
    path("bao-cao/danh-gia/<int:pk>/<int:unit>/phieu.docx", views_evaluation.docx, name="evaluation-docx"),
]
