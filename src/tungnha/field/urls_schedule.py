from django.urls import path

from tungnha.field.schedule.views import calling, coming, means, papers, queue, schedule, session

S = "buoi-ho-tro/<int:pk>/"
urlpatterns = [
    path("buoi-ho-tro/", schedule.sessions, name="sessions"),
    path("buoi-ho-tro/them/", schedule.new_session, name="new-session"),
    path("buoi-ho-tro/de-xuat/", schedule.proposals, name="schedule-propose"),
    path("buoi-ho-tro/in/<str:month>/", papers.print_month, name="schedule-print"),
    path("buoi-ho-tro/lich.ics", papers.ics, name="schedule-ics"),
    path("buoi-ho-tro/cua-toi.ics", papers.my_ics, name="schedule-my-ics"),
    path("buoi-ho-tro/lich.xlsx", papers.xlsx, name="schedule-xlsx"),
    path("buoi-ho-tro/noi-va-may/", means.means, name="schedule-means"),
    path("buoi-ho-tro/noi/<int:pk>/gio/", means.hours, name="place-hours"),
    path("buoi-ho-tro/noi/<int:pk>/chi-duong/", means.way, name="place-way"),
    path("buoi-ho-tro/noi/<int:pk>/mo-cua/", means.open_today, name="place-open"),
    path("buoi-ho-tro/may/<int:pk>/", means.count, name="equipment-count"),
    path(S, session.session, name="session"),
    path(S + "doi/", session.move, name="session-move"),
    path(S + "huy/", session.cancel, name="session-cancel"),
    path(S + "y-kien/", session.word, name="session-word"),
    path(S + "nguoi-va-may/", session.means, name="session-means"),
    path(S + "moi/", calling.call, name="session-call"),
    path(S + "moi/danh-sach.xlsx", calling.call_xlsx, name="session-call-xlsx"),
    path(S + "moi/in/", calling.call_print, name="session-call-print"),
    path(S + "moi/giay-moi/", calling.invitations, name="session-invitations"),
    path(S + "loi-moi/", calling.texts, name="session-texts"),
    path(S + "diem-danh/", coming.desk, name="session-check-in"),
    path(S + "diem-danh/ngoai-so/", coming.nameless, name="session-nameless"),
    path(S + "diem-danh/<int:person>/", coming.person, name="session-person"),
    path(S + "ket-qua/", coming.came, name="session-results"),
    path(S + "hang-cho/", queue.queue, name="session-queue"),
    path(S + "hang-cho/man-hinh/", queue.screen, name="queue-screen"),
]
