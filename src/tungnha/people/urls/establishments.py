from django.urls import path

from tungnha.people.views import establishment as one
from tungnha.people.views import establishments as many
from tungnha.people.views import products
from tungnha.people.views import sellers_import as files

urlpatterns = [
    path("co-so/", many.index, name="establishments"),
    path("co-so/so-phai-tinh/", many.bases, name="establishment-bases"),
    path("co-so/tai-ve/", many.take_out, name="establishments-out"),
    path("co-so/them/", one.add, name="establishment-add"),
    path("co-so/<int:pk>/", one.page, name="establishment"),
    path("co-so/<int:pk>/sua/", one.correct, name="establishment-correct"),
    path("co-so/<int:pk>/dieu-kien/", one.decide, name="establishment-decide"),
    path("co-so/<int:pk>/nghi/", one.close, name="establishment-close"),
    path("co-so/<int:pk>/mo-lai/", one.reopen, name="establishment-reopen"),
    path("co-so/<int:pk>/chuyen-thon/", one.move, name="establishment-move"),
    path("co-so/<int:pk>/chu/", one.owner, name="establishment-owner"),
    path("co-so/<int:pk>/them-san-pham/", products.add, name="product-add"),
    path("co-so/san-pham/", products.index, name="products"),
    path("co-so/san-pham/<int:pk>/", products.page, name="product"),
    path("co-so/san-pham/<int:pk>/sua/", products.correct, name="product-correct"),
    path("co-so/san-pham/<int:pk>/len-san/", products.add_listing, name="product-listing"),
    path("co-so/san-pham/<int:pk>/quang-ba/", products.promote, name="product-promote"),
    path("co-so/gian-hang/<int:pk>/xem-lai/", products.check, name="listing-check"),
    path("co-so/gian-hang/<int:pk>/go/", products.end_listing, name="listing-end"),
    path("co-so/nhap/", files.index, name="sellers-import"),
    path("co-so/nhap/<int:pk>/", files.columns, name="sellers-columns"),
    path("co-so/nhap/<int:pk>/xem-truoc/", files.preview, name="sellers-preview"),
    path("co-so/nhap/<int:pk>/ket-qua/", files.result, name="sellers-result"),
    path("co-so/nhap/<int:pk>/chua-nhan.xlsx", files.refused, name="sellers-refused"),
    path("co-so/nhap/<int:pk>/bo/", files.discard, name="sellers-discard"),
]
