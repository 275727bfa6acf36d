// One screen: how it goes, from the first door to the evening.

import { app } from './app.js'
import { calls } from './calls.js'
import { back, el } from './dom.js'

const STEPS = [
  ['Vào nhà', 'Bấm “Vào nhà này”. Ứng dụng chọn sẵn nhà tiếp theo; muốn nhà khác thì tìm tên.'],
  ['Hỏi từng người', 'Bấm nút của người ấy, chọn kết quả. Ứng dụng tự sang người sau.'],
  ['Bấm Lưu', 'Thấy “Đã lưu vào máy” là chắc chắn còn, kể cả khi tắt máy, hết pin, mất mạng.'],
  ['Đi tiếp', 'Không có ai ở nhà: bấm “Cả nhà đi vắng”. Muốn quay lại: bấm “Hẹn lại”.'],
  ['Gửi', 'Có mạng thì máy tự gửi. Tối về nhìn dòng trên cùng: “Đã gửi hết” là xong. Chưa thì bấm “Gửi ngay”.'],
  ['Giữ kín', 'Không chụp căn cước, không ghi mật khẩu, mã OTP, số tài khoản của ai. Không bao giờ thu tiền.'],
  ['Bấm nhầm', 'Mở lại nhà ấy, ghi lại cho đúng. Lần ghi sau được tính.'],
  ['Máy hỏng, quên mã', 'Báo tổ trưởng ngay. Đừng xóa ứng dụng, đừng xóa dữ liệu duyệt web khi còn việc chờ gửi.'],
]

export default async function help() {
  const status = app.store.status()
  return {
    title: 'Hướng dẫn',
    nodes: [
      status.locked ? back('Quay lại', '') : back('Thêm', 'them'),
      el('h1', {}, 'Cách dùng trong một trang'),
      el('ol', {}, STEPS.map(([title, words]) => el('li', {}, el('p', {}, el('b', {}, `${title}. `), words)))),
      calls(),
    ],
  }
}
