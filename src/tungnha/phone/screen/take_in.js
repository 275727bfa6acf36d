// Another phone's unsent work, by file or by its run of codes: kept here sealed, sent as soon as there is a network.

import { collect, joined, missing } from '../rules/pieces.js'
import { readFile } from '../sync/carrying.js'
import { app } from './app.js'
import { camera } from './camera.js'
import { back, el, fill, icon, note } from './dom.js'
import { say } from './shell.js'

export default async function takeIn() {
  const told = el('div', { role: 'status' })
  let held = null

  async function keep(text) {
    const { taken, words } = await app.store.takeIn(readFile(text))
    fill(told, note(taken ? 'ok' : 'info', taken ? 'Đã nhận vào máy' : 'Không có gì mới', words))
    say(words)
    app.client.send()
  }

  const scanner = camera('Quét mã trên máy kia', async (code) => {
    const one = collect(held, code)
    held = one.held
    if (one.words) return one.words
    const left = missing(held)
    if (left.length) return `Đã nhận ${held.parts.size} trong ${held.count} mã. Giữ yên, còn ${left.length} mã.`
    const text = joined(held)
    held = null
    await keep(text)
    return true
  })
  const input = el('input.hidden-visually', { type: 'file', on: { change: async () => input.files[0] && keep(await input.files[0].text()) } })
  const picked = el('label.btn.wide', {}, input, icon('download'), 'Chọn tệp máy kia gửi')

  return {
    title: 'Nhận việc của máy khác',
    leave: scanner.leave,
    nodes: [
      back('Tổ', 'to'),
      el('h1', {}, 'Nhận việc của máy khác'),
      el('p', {}, 'Máy kia mở “Mang việc chưa gửi ra”. Máy này quét mã hoặc nhận tệp. Nội dung được khóa: máy này chỉ gửi hộ, không xem được.'),
      told, scanner.node, picked,
    ],
  }
}
