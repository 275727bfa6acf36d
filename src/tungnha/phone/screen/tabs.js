// The way between the parts, under the thumb.

import { app, isLeader } from './app.js'
import { el, fill, icon } from './dom.js'

const TABS = [
  { to: '', words: 'Nhà', drawn: 'home', own: ['', 'nha', 'them-nguoi', 'them-ho', 'the'] },
  { to: 'buoi', words: 'Buổi', drawn: 'calendar', own: ['buoi', 'diem-danh', 'so'] },
  { to: 'to', words: 'Tổ', drawn: 'people', own: ['to', 'nhan-vao'], leaders: true },
  { to: 'them', words: 'Thêm', drawn: 'menu', own: ['them', 'cho-gui', 'mang-ra', 'kho-khan', 'tra-loi', 'the-to', 'tai-lieu', 'loi-nhan', 'huong-dan', 'doi-ma'] },
]

export function drawTabs(name, hidden) {
  const tabs = document.getElementById('tabs')
  tabs.hidden = hidden
  if (hidden) return
  const leads = isLeader(app.store.config())
  const shown = TABS.filter((tab) => !tab.leaders || leads)
  fill(tabs, shown.map((tab) => el('a', { href: '#' + tab.to, 'aria-current': tab.own.includes(name) && 'page' }, icon(tab.drawn), tab.words)))
}
