// Where a birth was registered, by the first three digits of a personal number: the 63 codes of before 1/7/2025, and
// the province of another name that it is part of since. From `identity.numbers`, which tests hold it to.

const table = (text) => Object.fromEntries(text.split(',').map((one) => one.split(':')))

export const PROVINCES = table(
  '001:Hà Nội,002:Hà Giang,004:Cao Bằng,006:Bắc Kạn,008:Tuyên Quang,010:Lào Cai,011:Điện Biên,012:Lai Châu,' +
  '014:Sơn La,015:Yên Bái,017:Hòa Bình,019:Thái Nguyên,020:Lạng Sơn,022:Quảng Ninh,024:Bắc Giang,025:Phú Thọ,' +
  '026:Vĩnh Phúc,027:Bắc Ninh,030:Hải Dương,031:Hải Phòng,033:Hưng Yên,034:Thái Bình,035:Hà Nam,036:Nam Định,' +
  '037:Ninh Bình,038:Thanh Hóa,040:Nghệ An,042:Hà Tĩnh,044:Quảng Bình,045:Quảng Trị,046:Huế,048:Đà Nẵng,' +
  '049:Quảng Nam,051:Quảng Ngãi,052:Bình Định,054:Phú Yên,056:Khánh Hòa,058:Ninh Thuận,060:Bình Thuận,' +
  '062:Kon Tum,064:Gia Lai,066:Đắk Lắk,067:Đắk Nông,068:Lâm Đồng,070:Bình Phước,072:Tây Ninh,074:Bình Dương,' +
  '075:Đồng Nai,077:Bà Rịa - Vũng Tàu,079:Hồ Chí Minh,080:Long An,082:Tiền Giang,083:Bến Tre,084:Trà Vinh,' +
  '086:Vĩnh Long,087:Đồng Tháp,089:An Giang,091:Kiên Giang,092:Cần Thơ,093:Hậu Giang,094:Sóc Trăng,' +
  '095:Bạc Liêu,096:Cà Mau',
)
export const NOW_PART_OF = table(
  '002:Tuyên Quang,006:Thái Nguyên,015:Lào Cai,017:Phú Thọ,024:Bắc Ninh,026:Phú Thọ,030:Hải Phòng,' +
  '034:Hưng Yên,035:Ninh Bình,036:Ninh Bình,044:Quảng Trị,049:Đà Nẵng,052:Gia Lai,054:Đắk Lắk,058:Khánh Hòa,' +
  '060:Lâm Đồng,062:Quảng Ngãi,067:Lâm Đồng,070:Đồng Nai,074:Hồ Chí Minh,077:Hồ Chí Minh,080:Tây Ninh,' +
  '082:Đồng Tháp,083:Vĩnh Long,084:Vĩnh Long,091:An Giang,093:Cần Thơ,094:Cần Thơ,095:Cà Mau',
)
