"""Plans written for the tests, in the form of real ones but with invented places, people and numbers."""

COMMUNE = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ KIM BỒNG\tĐộc lập - Tự do - Hạnh phúc
Số: 0045/KH-UBND\t*Kim Bồng, ngày 02
tháng 3 năm 2026*

**KẾ HOẠCH**
**Phổ cập chữ ký số cho người dân trên địa bàn
xã Kim Bồng năm 2026**

Căn cứ Kế hoạch số 12/KH- UBND ngày 15 tháng 01 năm 2026 của UBND tỉnh Lạc Hà về chữ ký số;

Ủy ban nhân dân xã Kim Bồng ban hành Kế hoạch phổ cập chữ ký số tại 12 thôn, cụ thể như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích: Đưa chữ ký số đến từng hộ.

III. MỤC TIÊU

1. Đến ngày 30/6/2026:

- Phần đấu trên 40% dân số trưởng thành có chữ ký số.

- Mỗi hộ gia đình có ít nhất một người biết ký số.

2. Đến ngày 30/11/2026: đạt 60,50% dân số trưởng thành có chữ ký số.

V. TỔ CHỨC THỰC HIỆN

1. Phòng Văn hóa - Xã hội

- Chủ trì theo dõi, đôn đốc; định kỳ hằng tuần (trước 9h30 thứ Sáu) báo cáo UBND xã kết quả thực

hiện.

- Thời gian thực hiện: Hoàn thành trước 15/6/2026.

2. Đề nghị Hội Phụ nữ, Hội Nông dân xã tuyên truyền đến hội viên.

3. Các thôn: Báo cáo kết quả về UBND xã (qua Phòng Văn hóa - Xã hội) trước ngày 18 hàng tháng.

Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về UBND xã để xem xét./.

Nơi nhận:
- UBND tỉnh (để b/c);
- Các thôn;
- Lưu: VT, VHXH.

**TM. ỦY BAN NHÂN
DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH**

Lò Thị Mai

Phụ lục
DANH MỤC NHIỆM VỤ

STT\tNội dung\tCơ quan chủ trì\tPhối hợp\tThời gian thực hiện
1.\tLập danh sách người chưa có\tCông an xã\tCác thôn\tTháng 4/2026
2.\tMở điểm hỗ trợ tại <b>nhà văn</b>\tPhòng Văn hóa - Xã hội\t\tTrước

STT\tNội dung\tCơ quan chủ trì\tPhối hợp\tThời gian thực hiện
\t<i>hóa thôn</i>\t\t\tngày 20/5/2026
3.\tHỗ trợ tại một cửa\tTrung tâm Phục vụ hành chính công\t\tThường xuyên
"""

WITH_COUNTS = """KẾ HOẠCH
Cấp chữ ký số năm 2026

Thực hiện Kế hoạch số 9/KH-UBND ngày 01/2/2026 của UBND tỉnh, UBND xã Đồi Mây xây dựng kế hoạch:

I. MỤC TIÊU
- Đạt 70,10% dân số trưởng thành có chữ ký số công cộng.
- Trên 70,10% dân số trưởng thành có chữ ký số công cộng vào cuối đợt.
- Trên 72% dân số trưởng thành tích hợp chữ ký số công cộng trên ứng dụng VNeID.
- 100% học sinh, giáo viên có chữ ký số công cộng.
II. THỜI GIAN
Đợt cao điểm từ ngày 01/4/2026 đến hết ngày 31/5/2026, sau đó thực hiện thường xuyên.
III. TỔ CHỨC THỰC HIỆN
1. Công an xã
- Báo cáo kết quả về UBND xã, Sở Khoa học và Công nghệ trước ngày 25/5/2026.
2. Phòng Kinh tế
- Tổng hợp, báo cáo UBND xã theo quy định.

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Hà Văn Lâm

PHỤ LỤC
CHỈ TIÊU NĂM 2026

TT\tXã\tSố người trên 15 tuổi\tHiện có\tChỉ tiêu năm 2026
1\tXã Đồi Mây\t2.000\t150\t1.402
"""
