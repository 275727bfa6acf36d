from django.urls import path

from tungnha.units import views, views_days, views_setup, views_setup_groups

app_name = "units"
urlpatterns = [
    path("dang-nhap/", views.login, name="login"),
    path("dang-xuat/", views.logout, name="logout"),
    path("mat-khau/", views.password, name="password"),
    path("lam-viec-voi-tu-cach/<int:pk>/", views.work_as, name="work-as"),
    path("thiet-lap/", views_setup.home, name="setup"),
    path("thiet-lap/thon/", views_setup.villages, name="setup-villages"),
    path("thiet-lap/thon/<int:pk>/", views_setup.village, name="setup-village"),
    path("thiet-lap/thon/<int:pk>/ket-thuc/", views_setup.village_end, name="setup-village-end"),
    path("thiet-lap/don-vi/", views_setup.organisations, name="setup-organisations"),
    path("thiet-lap/don-vi/them/", views_setup.organisation_add, name="setup-organisation-add"),
    path("thiet-lap/don-vi/<int:pk>/", views_setup.organisation, name="setup-organisation"),
    path("thiet-lap/don-vi/<int:pk>/ket-thuc/", views_setup.organisation_end, name="setup-organisation-end"),
    path("thiet-lap/nguoi-dung/", views_setup.members, name="setup-members"),
    path("thiet-lap/nguoi-dung/them/", views_setup.member_add, name="setup-member-add"),
    path("thiet-lap/nguoi-dung/<int:pk>/", views_setup.member, name="setup-member"),
    path("thiet-lap/nguoi-dung/<int:pk>/ket-thuc/", views_setup.member_end, name="setup-member-end"),
    path("thiet-lap/nguoi-dung/<int:pk>/mat-khau/", views_setup.member_password, name="setup-member-password"),
    path("thiet-lap/ngay-nghi/", views_days.days_off, name="setup-days"),
    path("thiet-lap/ngay-nghi/<int:pk>/bo/", views_days.withdraw, name="setup-day-withdraw"),
    path("thiet-lap/to/", views_setup_groups.groups, name="setup-groups"),
    path("thiet-lap/to/thanh-phan/", views_setup_groups.group_rule, name="setup-group-rule"),
    path("thiet-lap/to/thanh-lap/", views_setup_groups.group_found, name="setup-group-found"),
    path("thiet-lap/to/<int:pk>/", views_setup_groups.group, name="setup-group"),
    path("thiet-lap/to/<int:pk>/kien-toan/", views_setup_groups.group_renew, name="setup-group-renew"),
    path("thiet-lap/to/<int:pk>/thanh-vien/", views_setup_groups.group_place, name="setup-group-place"),
    path("thiet-lap/to/<int:pk>/thanh-vien/<int:place>/thoi/", views_setup_groups.group_place_end,
         name="setup-group-place-end"),
]  # fmt: skip
