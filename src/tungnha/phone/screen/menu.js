// Everything that is not the next door.

import { app } from './app.js'
import { calls } from './calls.js'
import { button, el, fill, icon, note } from './dom.js'
import { lock, newVersionWaits, useNewVersion } from './versions.js'

const LINKS = [
  ['cho-gui', 'Việc đã ghi, chờ gửi', 'upload'],
  ['tai-lieu', 'Tài liệu mang theo', 'picture'],
  ['loi-nhan', 'Lời nhắn', 'voice'],
  ['them-ho', 'Thêm nhà chưa có trong sổ', 'plus'],
  ['kho-khan', 'Báo khó khăn, tin đồn lên xã', 'warn'],
  ['tra-loi', 'Xã trả lời, tin cần báo bà con', 'voice'],
  ['huong-dan', 'Cách dùng trong một trang', 'question'],
  ['the-to', 'Thẻ của tôi, xem thẻ người khác', 'card'],
  ['doi-ma', 'Đổi mã PIN', 'lock'],
]

export default async function menu() {
  const box = el('div')
  const load = () => fill(box, drawn())
  load()
  return { title: 'Thêm', refresh: load, nodes: [el('h1', {}, 'Việc khác'), box] }
}

function drawn() {
  const status = app.store.status()
  const config = app.store.config() ?? {}
  const counts = { 'cho-gui': status.waiting + (status.aside ?? 0), 'loi-nhan': config.messages?.length ?? 0, 'tra-loi': toLookAt(config) }
  return [
    newVersionWaits() ? note('info', 'Có bản mới của ứng dụng', button('Dùng bản mới', useNewVersion)) : null,
    el('ul.rows', {}, LINKS.map(([to, words, drawn]) => el('li', {}, el('a', { href: '#' + to }, icon(drawn), el('span.line-main', {}, el('b', {}, words)), counts[to] ? el('span.count', {}, String(counts[to])) : null)))),
    calls(),
    el('div.stack', {}, button('Thoát và khóa máy', lock, { kind: 'big', icon: 'exit' })),
    el('p.soft', {}, [config.member?.name, config.village?.name, `bản ${app.version.slice(0, 6)}`].filter(Boolean).join(' · ')),
  ]
}

// Answers nobody has said a word to yet, and what was not read out.
const toLookAt = ({ difficulties = [], rumours = [] }) => difficulties.filter((one) => one.state === 'answered').length + rumours.filter((one) => !one.how).length
