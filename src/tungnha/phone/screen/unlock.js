// The PIN opens what the phone holds. Wrong ones make one wait, said in words; what waits to be sent is safe meanwhile.

import { app } from './app.js'
import { brand, el, fill, icon, link, note } from './dom.js'
import { findDrafts } from './draft.js'
import { makePad } from './pad.js'
import { render, say } from './shell.js'

export default async function unlock() {
  const status = app.store.status()
  const told = el('div')
  const pad = makePad(tryPin)
  let ticking = 0
  if (status.waitMs) wait(status.waitMs, 'Đã bấm sai nhiều lần.')

  async function tryPin(pin) {
    const answer = await app.store.unlock(pin)
    if (answer.ok) {
      await findDrafts()
      app.client.send()
      return render()
    }
    say(answer.words)
    if (answer.waitMs) wait(answer.waitMs, answer.words)
    else fill(told, note('bad', '', answer.words))
  }

  function wait(ms, words) {
    const until = Date.now() + ms
    pad.stop(true)
    clearInterval(ticking)
    const draw = () => {
      const left = Math.ceil((until - Date.now()) / 1000)
      if (left <= 0) {
        clearInterval(ticking)
        pad.stop(false)
        return fill(told, note('info', '', 'Mời bấm lại mã PIN.'))
      }
      fill(told, note('bad', words, left > 90 ? `Chờ ${Math.ceil(left / 60)} phút nữa rồi bấm lại.` : `Chờ ${left} giây nữa rồi bấm lại.`))
    }
    draw()
    ticking = setInterval(draw, 1000)
  }

  return {
    title: 'Mở khóa',
    leave: () => (clearInterval(ticking), pad.leave()),
    nodes: [
      brand(el('h1', {}, 'Bấm mã PIN để mở')),
      told,
      pad.node,
      forgotten(status),
      el('p', {}, link('Hướng dẫn', 'huong-dan', { icon: 'question', kind: 'quiet' })),
    ],
  }
}

function forgotten(status) {
  const waits = status.waiting + (status.left ?? 0)
  return el('details', {}, el('summary', {}, 'Quên mã PIN'), el('div.card', {},
    el('p', {}, 'Mã PIN chỉ có trong đầu người đặt, không ai xem lại được. Việc đã lưu không mất:'),
    el('ol', {},
      el('li', {}, waits ? [el('b', {}, `${waits} việc chưa gửi`), ' vẫn gửi đi được khi máy đang khóa. Có mạng thì bấm “Gửi ngay” ở trên.'] : 'Máy không còn việc nào chưa gửi.'),
      el('li', {}, 'Xin tổ trưởng một mã tham gia mới, rồi bấm “Nhập mã mới” và đặt mã PIN khác.'),
      waits ? el('li', {}, 'Không có mạng thì mang việc chưa gửi sang máy tổ trưởng.') : null),
    el('div.stack', {},
      waits ? link('Mang việc chưa gửi ra', 'mang-ra', { icon: 'upload' }) : null,
      link('Nhập mã mới', 'gia-nhap', { icon: 'qr' }))))
}
