from django.urls import path

from tungnha.progress import views, views_bases, views_beside, views_missing, views_otherway, views_renewal

app_name = "progress"
urlpatterns = [
    path("tien-do/", views.index, name="index"),
    path("tien-do/chi-tieu/<int:pk>/", views.target, name="target"),
    path("tien-do/chi-tieu/<int:pk>/in/", views.print_target, name="print"),
    path("tien-do/chi-tieu/<int:pk>/nguoi/", views.rows, name="rows"),
    path("tien-do/chi-tieu/<int:pk>/mau-so/", views.state_base, name="state-base"),
    path("tien-do/chi-tieu/<int:pk>/con-thieu/", views_missing.missing, name="missing"),
    path("tien-do/chi-tieu/<int:pk>/con-thieu/tung-nha/", views_missing.rows, name="missing-rows"),
    path("tien-do/chi-tieu/<int:pk>/con-thieu/tep/", views_missing.xlsx, name="missing-xlsx"),
    path("tien-do/chi-tieu/<int:pk>/con-thieu/in/", views_missing.paper, name="missing-paper"),
    path("tien-do/chi-tieu/<int:pk>/chieu-nguoc/", views_otherway.other_way, name="other-way"),
    path("tien-do/chi-tieu/<int:pk>/chieu-nguoc/<slug:kind>/", views_otherway.rows, name="other-rows"),
    path("tien-do/chi-tieu/<int:pk>/chieu-nguoc/<slug:kind>/tep/", views_otherway.xlsx, name="other-xlsx"),
    path("tien-do/chi-tieu/<int:pk>/chieu-nguoc/<slug:kind>/in/", views_otherway.paper, name="other-paper"),
    path("tien-do/danh-sach/<int:pk>/", views_otherway.of_list, name="of-list"),
    path("tien-do/tim-nguoi/<int:pk>/<int:line>/", views_otherway.look, name="row-look"),
    path("tien-do/chi-tieu/<int:pk>/ba-con-so/", views_beside.beside, name="beside"),
    path("tien-do/chi-tieu/<int:pk>/ba-con-so/tung-dong/", views_beside.rows, name="beside-rows"),
    path("tien-do/chi-tieu/<int:pk>/ba-con-so/in/", views_beside.paper, name="beside-print"),
    path("tien-do/chi-tieu/<int:pk>/ba-con-so/tep/", views_beside.xlsx, name="beside-xlsx"),
    path("tien-do/chi-tieu/<int:pk>/<slug:code>/", views.village, name="village"),
    path("tien-do/sap-het-han/", views_renewal.renewals, name="renewals"),
    path("tien-do/sap-het-han/tung-nha/", views_renewal.rows, name="renewal-rows"),
    path("tien-do/sap-het-han/tep/", views_renewal.xlsx, name="renewal-xlsx"),
    path("tien-do/sap-het-han/in/", views_renewal.paper, name="renewal-paper"),
    path("so-phai-tinh/", views_bases.index, name="bases"),
    path("so-phai-tinh/nhom/", views_bases.base, name="base"),
    path("so-phai-tinh/nguoi/", views_bases.rows, name="base-rows"),
    path("so-phai-tinh/ghi/", views_bases.state, name="state-group-base"),
    path("so-phai-tinh/chon/<int:pk>/", views_bases.choose, name="choose-base"),
]
