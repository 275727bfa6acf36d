from django.urls import path

from tungnha.outreach import views_course_papers as papers
from tungnha.outreach import views_courses as courses
from tungnha.outreach import views_training as training

urlpatterns = [
    path("tap-huan/", training.index, name="training"),
    path("tap-huan/khung-nang-luc/", training.framework, name="framework"),
    path("tap-huan/chuong-trinh/them/", training.write, name="programme-new"),
    path("tap-huan/chuong-trinh/mau/", training.starter, name="programme-starter"),
    path("tap-huan/chuong-trinh/<int:pk>/", training.programme, name="programme"),
    path("tap-huan/chuong-trinh/<int:pk>/sua/", training.write, name="programme-change"),
    path("tap-huan/lop/them/", courses.new, name="course-new"),
    path("tap-huan/lop/<int:pk>/", courses.course, name="course"),
    path("tap-huan/lop/<int:pk>/moi/", courses.ask, name="course-ask"),
    path("tap-huan/lop/<int:pk>/moi/mot-nguoi/", courses.ask_one, name="course-ask-one"),
    path("tap-huan/lop/<int:pk>/diem-danh/", courses.attendance, name="course-attendance"),
    path("tap-huan/lop/<int:pk>/ma-qr/", courses.code, name="course-code"),
    path("tap-huan/lop/<int:pk>/danh-gia/", courses.assess, name="course-assess"),
    path("tap-huan/lop/<int:pk>/so-nguoi/", courses.count, name="course-count"),
    path("tap-huan/lop/<int:pk>/chot/", courses.close, name="course-close"),
    path("tap-huan/lop/<int:pk>/huy/", courses.cancel, name="course-cancel"),
    path("tap-huan/lop/<int:pk>/phieu-diem-danh/", papers.sheet_print, name="course-sheet"),
    path("tap-huan/lop/<int:pk>/ket-qua/", papers.results_print, name="course-results"),
    path("tap-huan/lop/<int:pk>/ket-qua.xlsx", papers.results_xlsx, name="course-results-xlsx"),
    path("h/<slug:code>/", courses.here, name="course-here"),
]
