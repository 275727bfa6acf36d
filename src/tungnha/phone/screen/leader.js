// The village at a glance: houses done and to do by member, each phone's last contact and what it holds back.

import { app, momentWords } from './app.js'
import { el, fill, icon, link, mark, note, svg } from './dom.js'

const SILENT = 2 * 24 * 60 * 60 * 1000 // two days without a word: ring that member

export default async function leader() {
  const box = el('div')
  async function load() {
    const config = app.store.config() ?? {}
    fill(box, config.glance ? [figures(config.glance), members(config.glance), devices(config.glance)] : note('info', 'Chưa có số liệu của thôn', 'Khi có mạng, bấm “Gửi ngay” để nhận.'))
  }
  await load()
  return {
    title: 'Tổ của tôi',
    refresh: load,
    nodes: [
      el('h1', {}, 'Tổ của tôi'),
      box,
      el('div.stack', {},
        link('Nhận việc của máy khác', 'nhan-vao', { icon: 'download' }),
        link('Báo khó khăn lên xã', 'kho-khan', { icon: 'voice' }),
        link('Lời nhắn cho ngày mai', 'loi-nhan', { icon: 'list' })),
    ],
  }
}

function figures({ households, done, today }) {
  return el('ul.figures', {}, [[done, `nhà đã xong trên ${households}`], [households - done, 'nhà còn phải đến'], [today, 'nhà đã đến hôm nay']].map(([number, words]) => el('li', {}, el('b', {}, String(number)), words)))
}

function members({ members = [] }) {
  return members.length ? [el('h2', {}, 'Từng người'), el('ul.rows', {}, members.map((one) => el('li', {}, el('div', {},
    el('b', {}, one.name), el('p', {}, `Xong ${one.done}, còn ${one.to_do}, hôm nay ${one.today}`), share(one)))))] : null
}

function share({ done, to_do }) {
  const width = done + to_do ? (100 * done) / (done + to_do) : 0
  return el('div.share', { 'aria-hidden': 'true' }, svg('svg', { viewBox: '0 0 100 4', preserveAspectRatio: 'none' }, svg('rect', { width: String(width), height: '4', fill: '#1b6243' })))
}

function devices({ devices = [] }) {
  return devices.length ? [el('h2', {}, 'Máy của Tổ'), el('ul.rows', {}, devices.map((one) => el('li', {}, el('div', {},
    el('b', {}, one.member), el('p', {}, one.name), el('p.marks', {}, deviceMarks(one))))))] : null
}

function deviceMarks(one) {
  if (one.revoked) return [mark('bad', 'đã thu hồi', 'lock')]
  const silent = !one.contact_at || Date.now() - Date.parse(one.contact_at) > SILENT
  return [
    mark(silent ? 'warn' : 'ok', one.contact_at ? `liên lạc ${momentWords(one.contact_at)}` : 'chưa liên lạc', silent ? 'warn' : 'check'),
    one.held ? mark('warn', `${one.held} việc chưa gửi`) : mark('', 'đã gửi hết'),
  ]
}
