// A difficulty to pass up: what it is about, in one's own words, at which house if at one.

import { app, operation, save } from './app.js'
import { back, button, choose, el, field } from './dom.js'
import { hasNumber } from './whole_house.js'
import { flash, go } from './shell.js'

const SUBJECTS = ['sóng, mạng, Wi-Fi', 'điện thoại, thiết bị', 'ứng dụng bị lỗi', 'căn cước, SIM', 'người dân chưa đồng ý', 'lừa đảo, tin đồn', 'việc khác']

export default async function difficulty() {
  const config = app.store.config() ?? {}
  const subject = field('Về việc gì', choose((config.subjects ?? SUBJECTS).map((one) => (one.code ? [one.code, one.label] : [one, one])), { value: '' }))
  const words = field('Kể ngắn gọn', el('textarea', { rows: 4, maxlength: 500 }), { hint: 'Không ghi tên, số căn cước, số điện thoại của ai. Tin đồn: chỉ ghi người ta nói gì.' })
  words.input.addEventListener('input', () => words.wrong(hasNumber(words.input.value) ? 'Có số dài trong lời kể. Mời xóa số đi.' : ''))

  async function keep() {
    if (!words.input.value.trim()) return words.wrong('Xin kể vài chữ để xã biết mà giúp.')
    await save(operation('difficulty', { subject: subject.input.value, words: words.input.value.trim(), household: null }))
    flash('ok', 'Đã lưu vào máy', 'Khó khăn này sẽ được gửi lên xã.')
    go('them')
  }
  return {
    title: 'Báo khó khăn',
    act: true,
    nodes: [back('Thêm', 'them'), el('h1', {}, 'Báo khó khăn lên xã'), subject.node, words.node, el('div.act', {}, button('Lưu để gửi', keep, { kind: 'main.big', icon: 'check' }))],
  }
}
