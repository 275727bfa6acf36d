// The support sessions this phone knows of.

import { app, momentWords } from './app.js'
import { el, fill, icon, note } from './dom.js'

export default async function sessions() {
  const box = el('div')
  async function load() {
    const all = app.store.config()?.sessions ?? []
    fill(box, all.length ? el('ul.rows', {}, all.map(row)) : note('info', 'Chưa có buổi hỗ trợ nào', 'Khi xã lên lịch, buổi hỗ trợ hiện ở đây.'))
  }
  await load()
  return { title: 'Buổi hỗ trợ', refresh: load, nodes: [el('h1', {}, 'Buổi hỗ trợ'), box] }
}

function row(session) {
  return el('li', {}, el('a', { href: `#diem-danh/${session.id}` },
    el('span.line-main', {}, el('b', {}, session.place), el('span', {}, [momentWords(session.starts_at), session.name].filter(Boolean).join(' · ')), el('span', {}, `${session.came.length} người đã đến`)),
    icon('right')))
}
