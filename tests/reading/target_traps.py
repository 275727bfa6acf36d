# ruff: noqa: E501 (one case a line)
"""Sentences of plans with a figure that is no target, by the reason why; written by us, places invented."""

AIM = "I. MỤC TIÊU"
TASK = "III. NHIỆM VỤ, GIẢI PHÁP\n1. Công tác chuyên môn"
UNIT = "IV. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế"
STATUS = "I. ĐÁNH GIÁ KẾT QUẢ THỰC HIỆN NĂM 2025"
NOW = "I. THỰC TRẠNG\n1. Thuận lợi, khó khăn"
GROUND = "I. SỰ CẦN THIẾT VÀ CĂN CỨ XÂY DỰNG KẾ HOẠCH"
MONEY = "IV. KINH PHÍ THỰC HIỆN"
AWARD = "V. KHEN THƯỞNG, KỶ LUẬT"
SCORES = "III. NỘI DUNG CHẤM ĐIỂM\n1. Thang điểm"

# fmt: off
PRESENT_STATE = [
    (TASK, "- Hiện nay 45% hộ dân đã dùng Internet."),
    (TASK, "- Toàn xã hiện có 20 trạm phát sóng (chiếm 32,2 %)."),
    (AIM, "- Toàn xã có 1.240 hộ, trong đó hộ nông nghiệp chiếm 72%."),
    (TASK, "- Đến nay, 63% người dân đã có tài khoản định danh."),
    (TASK, "- Tính đến ngày 31/12/2025, tỷ lệ hồ sơ trực tuyến đạt 61,2%."),
    (TASK, "- Tính đến hết quý IV/2025 có 88% hộ dùng nước sạch."),
    (STATUS, "- Tỷ lệ hồ sơ giải quyết đúng hạn đạt 99,1%."),
    (STATUS, "- 100% thôn có Tổ công nghệ số cộng đồng."),
    (STATUS, "- Đã tiêm phòng cho 82% tổng đàn gia súc."),
    (STATUS, "- Năm 2025, tỷ lệ hộ nghèo giảm còn 3,4%."),
    (STATUS, "- Số vụ cháy giảm 12% so với cùng kỳ."),
    (NOW, "- Toàn phường có 5 trường, 100% trường có mạng."),
    (NOW, "- Còn 28% lao động chưa qua đào tạo."),
    (NOW, "- Gần 40% tàu cá chưa được cấp phép."),
    ("I. ĐẶC ĐIỂM TÌNH HÌNH", "- Dân tộc thiểu số 64%, hộ nghèo 11,5%."),
    ("I. KHÁI QUÁT CHUNG", "- Diện tích rừng tự nhiên 3.200 ha, độ che phủ 58%."),
    ("I. TÌNH HÌNH DỊCH BỆNH", "- Số ca mắc tăng 35% so với tuần trước."),
    ("I. KẾT QUẢ ĐẠT ĐƯỢC", "- Tỷ lệ giải ngân đạt 91%."),
    ("I. TỒN TẠI, HẠN CHẾ", "- Chỉ 22% người dân biết dùng dịch vụ công trực tuyến."),
    ("I. NHẬN ĐỊNH TÌNH HÌNH THIÊN TAI", "- Lượng mưa cao hơn trung bình nhiều năm 15 - 30%."),
    ("I. KẾT QUẢ THỰC HIỆN GIAI ĐOẠN 2021 - 2025\n1. Về mục tiêu, chỉ tiêu", "- Tỷ lệ hộ dùng nước sạch đạt 90% (chỉ tiêu giao 85%)."),
    ("II. MỤC TIÊU\n1. Kết quả thực hiện năm 2025", "- 92% hồ sơ được số hóa."),
    (AIM, "- Năm 2025 đã đạt 72% hộ dân có Internet."),
    (AIM, "- Kết quả năm 2025: 87% hồ sơ nộp trực tuyến."),
    (TASK, "- Qua rà soát, mới có 35% cơ sở có phương án chữa cháy."),
    (TASK, "- Thực tế chỉ đạt 12% kế hoạch giao."),
    (TASK, "- Trong 9 tháng đầu năm 2025, 77% hồ sơ được ký số."),
    (TASK, "- Tỷ lệ hiện tại là 48,3%."),
    (UNIT, "- Xã có 06 thôn đặc biệt khó khăn, chiếm tỷ lệ 40%."),
    (GROUND, "- Theo khảo sát, 70% trẻ em tiếp xúc mạng trước 6 tuổi."),
    (GROUND, "- Cả nước có trên 80% dân số dùng Internet."),
    (TASK, "- Tỷ lệ hộ nghèo (đầu năm 2026 là 5,2%) còn cao."),
    (NOW, "- Diện tích chè 300 ha, sản lượng tăng 8%."),
    ("I. BỐI CẢNH", "- Doanh nghiệp nhỏ chiếm trên 97% số doanh nghiệp."),
]

LAST_YEAR_FIGURES = [
    (AIM, "- Tỷ lệ hộ nghèo năm 2025 là 4,1%."),
    (TASK, "- Năm 2024 đạt 65%, năm 2025 đạt 70% hộ dân có mạng."),
    (TASK, "- Cùng kỳ năm trước đạt 55% kế hoạch."),
    (TASK, "- So với năm 2024, số vụ vi phạm giảm 18%."),
]

CONDITIONS = [
    (TASK, "- Trường hợp tỷ lệ thực hiện thấp dưới 30% có thể điều chỉnh kế hoạch."),
    (TASK, "- Nếu tỷ lệ mắc vượt 5% dân số thì công bố dịch."),
    (TASK, "- Khi độ ẩm đất trên 80% phải cảnh báo sạt lở."),
    (TASK, "- Đơn vị có dưới 50% hồ sơ trực tuyến phải báo cáo giải trình."),
    (TASK, "- Thôn nào đạt từ 70% trở lên mới được đề nghị công nhận."),
    (TASK, "- Trong trường hợp thiệt hại trên 70% diện tích thì được hỗ trợ giống."),
    (TASK, "- Học viên nghỉ quá 20% số buổi không được cấp chứng nhận."),
    (TASK, "- Khi có trên 50% số hộ đồng ý thì triển khai thi công."),
    (TASK, "- Cuộc họp hợp lệ khi có ít nhất 75% đại biểu tham dự."),
    (TASK, "- Điều kiện tham gia: doanh nghiệp có ít nhất 30% lao động nữ."),
    (UNIT, "- Những nơi có tỷ lệ tiêm chủng dưới 90% cần tổ chức tiêm vét."),
]

AWARDS_AND_SCORES = [
    (AWARD, "- Khen thưởng không quá 10% tập thể, 5% cá nhân xuất sắc."),
    (TASK, "- Số tập thể được khen không quá 15% tổng số tập thể tham gia."),
    (AWARD, "- Xếp loại xuất sắc không quá 20% số người hoàn thành tốt nhiệm vụ."),
    (TASK, "- Tỷ lệ bình xét hoàn thành xuất sắc nhiệm vụ tối đa 20%."),
    (SCORES, "- Đạt từ 90% trở lên: 10 điểm; từ 70% đến dưới 90%: 5 điểm."),
    (SCORES, "- Hoàn thành dưới 50% không tính điểm."),
    (TASK, "- Cứ giảm 1% trừ 0,5 điểm."),
    (TASK, "- Bài thi trắc nghiệm chiếm 60% tổng số điểm."),
    (TASK, "- Cơ cấu giải thưởng: 10% giải nhất, 20% giải nhì."),
    (TASK, "- Thang điểm 100, đạt 80% số điểm là loại tốt."),
    (AWARD, "- Đề nghị khen tối đa 05 tập thể và 10 cá nhân."),
    (TASK, "- Điểm thực hành chiếm 70% kết quả cuộc thi."),
]

SUBSTANCES = [
    (TASK, "- Khử trùng bằng Chlorine 70% theo hướng dẫn."),
    (TASK, "- Pha dung dịch Cloramin B 25% để phun bề mặt."),
    (TASK, "- Sát khuẩn tay bằng cồn 70% trước khi vào trại."),
    (TASK, "- Dùng vôi bột có hàm lượng trên 85% để rắc chuồng."),
    (TASK, "- Hóa chất Permethrin 50% EC pha theo tỷ lệ quy định."),
    (TASK, "- Dung dịch nước muối 0,9% nhỏ mũi cho trẻ."),
    (TASK, "- Phân NPK có 16% đạm, 8% kali."),
    (TASK, "- Giữ độ ẩm thóc dưới 14% khi nhập kho."),
    (TASK, "- Nồng độ oxy trên 21% trong phòng máy."),
    (TASK, "- Thuốc BENKOCID pha tỷ lệ 0,25% phun khử trùng."),
]

DAMAGE = [
    (TASK, "- Bão số 3 làm thiệt hại 30% diện tích lúa."),
    (TASK, "- Lúa bị ngập trắng, mất trắng trên 70% diện tích."),
    (TASK, "- Cấp 1: nhà tốc mái dưới 30%; cấp 2: nhà tốc mái từ 30% đến 50%."),
    (TASK, "- Hộ có nhà bị hư hỏng từ 50% đến 70% được bố trí ở tạm."),
    (TASK, "- Diện tích rừng bị cháy khoảng 40% không còn khả năng phục hồi."),
    ("I. TÌNH HÌNH THIỆT HẠI", "- 65% diện tích hoa màu bị dập nát."),
]

TECHNICAL = [
    (TASK, "- Đường truyền có tốc độ tối thiểu 10 Gbps."),
    (TASK, "- Thiết bị sạc còn ít nhất 95% pin trước giờ làm."),
    (TASK, "- Máy phát điện hoạt động ở 75% công suất."),
    (TASK, "- Mực nước hồ chứa đạt 85% dung tích thiết kế."),
    (TASK, "- Đường dốc 12% phải có biển cảnh báo."),
    (TASK, "- Camera có độ phân giải tối thiểu 1080p, lưu trữ ít nhất 30 ngày."),
    (TASK, "- Máy chủ bảo đảm thời gian hoạt động 99,9%."),
    (TASK, "- Hồ Bản Mây tích nước 60%, hồ Khe Sim tích nước 70%."),
    (AIM, "- Lắp camera độ phân giải tối thiểu 2 MP."),
    (TASK, "- Ảnh chụp giảm 50% dung lượng trước khi gửi."),
]

PROPAGANDA = [
    (TASK, "- Khẩu hiệu: “100% người dân nói không với rác thải nhựa”."),
    (TASK, "- Treo băng rôn “Vì một xã 100% hộ không có bạo lực gia đình”."),
    (TASK, "- Thông điệp: “Đội mũ bảo hiểm giảm 42% nguy cơ tử vong”."),
    (TASK, "- Tuyên truyền lợi ích của bảo hiểm y tế: được chi trả 80% chi phí khám bệnh."),
    (TASK, "- Nội dung tuyên truyền: hút thuốc gây ra 90% ca ung thư phổi."),
]

MONEY_SHARES = [
    (TASK, "- Ngân sách nhà nước hỗ trợ 70% chi phí mua giống."),
    (TASK, "- Người dân đối ứng 30% kinh phí làm đường."),
    (MONEY, "- Ngân sách xã 60%, xã hội hóa 40%."),
    (MONEY, "- Chi tập huấn không quá 15% tổng kinh phí."),
    (MONEY, "- 100% kinh phí từ ngân sách xã."),
    (TASK, "- Giảm 50% phí, lệ phí khi nộp hồ sơ trực tuyến."),
    (TASK, "- Miễn 100% lệ phí đăng ký hộ tịch cho hộ nghèo."),
    (TASK, "- Vay vốn với lãi suất 6,6%/năm."),
    (TASK, "- Áp dụng thuế suất thuế giá trị gia tăng 8%."),
    (TASK, "- Mức đóng bảo hiểm xã hội bằng 22% mức lương."),
    (TASK, "- Nhà nước hỗ trợ 100% mức đóng bảo hiểm y tế cho hộ nghèo."),
    (TASK, "- Hợp tác xã được hỗ trợ tối đa 50% chi phí chuyển đổi số."),
    (TASK, "- Doanh nghiệp viễn thông giảm giá 20% gói cước cho người dân."),
    (TASK, "- Trích 2% quỹ phòng, chống thiên tai cho Tổ xung kích."),
    (TASK, "- Hỗ trợ 100% học phí cho học viên."),
    (TASK, "- Tạm ứng 30% giá trị hợp đồng."),
    (TASK, "- Chính sách khuyến mại: tặng 50% giá trị thẻ nạp."),
    (TASK, "- Phạt 10% giá trị nếu chậm tiến độ."),
    ("V. NGUỒN LỰC THỰC HIỆN", "- Vốn ngân sách 45%, vốn doanh nghiệp 55%."),
    ("III. NHIỆM VỤ\n1. Cơ chế, chính sách hỗ trợ", "- Mua máy cấy: ngân sách hỗ trợ 50%."),
    ("IV. TỔ CHỨC THỰC HIỆN\n6. Kinh phí", "- Phân bổ đợt 1 là 70% dự toán."),
]

LEGAL_QUOTES = [
    (TASK, "- Theo Quyết định số 12/QĐ-UBND quy định ít nhất 70% hồ sơ phải nộp trực tuyến."),
    (TASK, "- Luật quy định tỷ lệ cử tri đi bầu phải trên 50%."),
    (GROUND, "- Nghị quyết số 5-NQ/TU đề ra đến năm 2030 kinh tế số đạt 30% GRDP."),
    (TASK, "- Theo Nghị định số 20/2021/NĐ-CP, người khuyết tật từ 81% trở lên hưởng mức hệ số 2,0."),
    (TASK, "- Người có tỷ lệ tổn thương cơ thể từ 61% trở lên được ưu tiên."),
    (TASK, "- Thực hiện Thông tư quy định giảm 20% số tiết dạy cho giáo viên kiêm nhiệm."),
    (UNIT, "- Thực hiện Đề án “Phấn đấu 100% người dân có hồ sơ sức khỏe điện tử” của tỉnh."),
    (TASK, "- Triển khai Chương trình “30% rau an toàn” do tỉnh phát động."),
]

WEAK_MENTIONS = [
    (TASK, "- Bố trí cán bộ làm việc 50% thời gian tại thôn."),
    (TASK, "- Giảng viên dành 60% thời lượng cho thực hành."),
    (TASK, "- Lấy mẫu ngẫu nhiên 5% số phiếu để phúc tra."),
    (TASK, "- Phúc tra 10% số hộ đã điều tra."),
    (TASK, "- Lớp học gồm 30% lý thuyết và 70% thực hành."),
    (TASK, "- Mỗi tổ gồm 03 - 05 người, trong đó 50% là nữ."),
    (TASK, "- Tổ chức 02 lớp tập huấn, mỗi lớp 50 học viên."),
    (TASK, "- Viết ít nhất 02 tin, bài."),
    (UNIT, "- Mỗi thôn thành lập 01 tổ công tác."),
    (UNIT, "- Lưu hồ sơ ít nhất 05 năm."),
    (AIM, "- Thuộc nhóm 10 tỉnh dẫn đầu về chuyển đổi số."),
    (AIM, "- Xếp hạng 15/34 về chỉ số cải cách hành chính."),
    (AIM, "- Thực hiện Nghị quyết số 10 trong 3 năm tại 12 thôn."),
    (AIM, "- Tăng cường trách nhiệm của 05 phòng, ban chuyên môn."),
    (AIM, "- Gặp mặt 02 đồng chí cán bộ lão thành nhân kỷ niệm 80 năm."),
    (TASK, "- Nhắc lại ít nhất 03 lần mỗi ngày."),
    (TASK, "- Họp trực tuyến trong 60 phút."),
]

OTHERS = [
    ("I. MỤC TIÊU\n2. Mục tiêu cụ thể", "- Thuộc nhóm 20 địa phương dẫn đầu về Chỉ số chuyển đổi số (DTI); chỉ số PCI nằm trong nhóm 15."),
    ("V. TỔ CHỨC THỰC HIỆN\n1. Sở Khoa học và Công nghệ", "- Tham mưu bố trí tối thiểu 1% tổng chi ngân sách cho chuyển đổi số."),
    ("V. TỔ CHỨC THỰC HIỆN\n1. Sở Khoa học và Công nghệ", "- Duy trì nghiêm chế độ ứng trực 100% quân số khi có bão, lũ."),
    ("V. TỔ CHỨC THỰC HIỆN\n1. Sở Khoa học và Công nghệ", "- Huy động 100% lực lượng, phương tiện tham gia ứng phó."),
    ("II. NỘI DUNG\n1. Đối tượng tham gia", "- 100% cán bộ, công chức, viên chức của xã; đại diện các thôn."),
    ("II. THÀNH PHẦN", "- Mời 100% ủy viên Ban Chấp hành dự họp."),
    ("II. YÊU CẦU", "- Lồng ghép với các chương trình đang triển khai, tránh chồng chéo; mỗi đơn vị cử ít nhất 02 cán bộ."),
    ("III. NHIỆM VỤ, GIẢI PHÁP\n3. Phát triển hạ tầng", "- Xây dựng 02 trạm BTS tại các thôn lõm sóng trong quý II/2026."),
    ("III. NHIỆM VỤ, GIẢI PHÁP\n3. Phát triển hạ tầng", "- Đối với các xã đã đạt 100% thì tiếp tục duy trì, nâng cao chất lượng."),
    ("III. NHIỆM VỤ, GIẢI PHÁP\n3. Phát triển hạ tầng", "- Mức hỗ trợ: 100% chi phí chữ ký số năm đầu cho người từ 18 tuổi."),
    ("III. NHIỆM VỤ, GIẢI PHÁP\n3. Phát triển hạ tầng", "- Diện tích thiệt hại từ 30% đến 70% hỗ trợ 5 triệu đồng/ha; trên 70% hỗ trợ 10 triệu đồng/ha."),
    ("III. NHIỆM VỤ, GIẢI PHÁP\n3. Phát triển hạ tầng", "- Ca bệnh tăng trên 30% so với tuần trước phải báo cáo ngay."),
    ("IV. TỔ CHỨC THỰC HIỆN\n2. Ủy ban nhân dân các xã, phường", "- Mỗi xã, phường chọn ít nhất 01 thôn làm điểm."),
    ("IV. TỔ CHỨC THỰC HIỆN\n2. Ủy ban nhân dân các xã, phường", "- Tổ chức ít nhất 01 hội nghị tuyên truyền; báo cáo trước ngày 15/6/2026."),
    ("V. KINH PHÍ THỰC HIỆN", "- Bảo đảm bố trí kinh phí; 100% kinh phí được công khai."),
    (TASK, "- Những nơi có tỷ lệ hộ ký cam kết dưới 60% phải họp dân lại."),
    (TASK, "- Lượng cá về bến 3.200 tấn, bằng 91,4% cùng kỳ."),
    (TASK, "- Giá dịch vụ thoát nước 18.000 đồng/hộ; hộ chính sách giảm 100%, hộ khó khăn giảm 50%."),
]

NEGATIVE = [
    *PRESENT_STATE, *LAST_YEAR_FIGURES, *CONDITIONS, *AWARDS_AND_SCORES, *SUBSTANCES, *DAMAGE, *TECHNICAL, *PROPAGANDA,
    *MONEY_SHARES, *LEGAL_QUOTES, *WEAK_MENTIONS, *OTHERS,
]
# fmt: on
