// What is shown and read out at a door. All of it is on the phone.

import { app } from './app.js'
import { back, el, note } from './dom.js'

export default async function materials(id = '') {
  const all = (app.store.config() ?? {}).materials ?? []
  const one = all.find((material) => String(material.id) === id)
  if (one) return { title: one.title, nodes: [back('Tài liệu', 'tai-lieu'), el('h1', {}, one.title), picture(one), one.words.split('\n').map((line) => el('p.lead', {}, line))] }
  return {
    title: 'Tài liệu',
    nodes: [
      back('Thêm', 'them'),
      el('h1', {}, 'Tài liệu mang theo'),
      all.length ? el('ul.rows', {}, all.map(({ id, title }) => el('li', {}, el('a', { href: `#tai-lieu/${id}` }, el('span.line-main', {}, el('b', {}, title)))))) : note('info', 'Chưa có tài liệu', 'Khi xã gửi, tài liệu hiện ở đây và xem được lúc không có mạng.'),
    ],
  }
}

const picture = ({ picture, title }) => (picture?.startsWith('data:image/') ? el('img.picture', { src: picture, alt: title }) : null)
