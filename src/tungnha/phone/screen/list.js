// The worklist: the next house large, then the rest by lane; the search looks at everyone the phone holds.

import { nextDoors } from '../rules/doors.js'
import { find, makeIndex } from '../rules/search.js'
import { clockWords } from '../rules/clock.js'
import { nextStep } from '../rules/words.js'
import { app, dayWords, today } from './app.js'
import { calls } from './calls.js'
import { el, fill, icon, link, mark, note, button } from './dom.js'
import { hasBegun } from './draft.js'
import { newVersionWaits, useNewVersion } from './versions.js'

const AT_ONCE = 30 // rows drawn before "Xem tiếp": a long list must not make the first one late

const seen = { text: '', all: false, scroll: 0, after: null } // as it was left, so that coming back finds it
// From the door back: on along the lane, whatever was searched for before.
export const wentTo = (key) => Object.assign(seen, { after: key, text: '', scroll: 0 })

export default async function list() {
  const ahead = el('div')
  const houses = el('div')
  const found = el('div')
  const input = el('input', { type: 'search', id: 'find', value: seen.text, autocomplete: 'off', enterkeyhint: 'search' })
  let rows = new Map()
  let config = {}
  let index = null

  input.addEventListener('input', () => {
    seen.text = input.value
    search()
  })

  async function load() {
    rows = app.store.doors()
    config = app.store.config() ?? {}
    index = null
    drawHouses()
    search()
  }

  function drawHouses() {
    const todo = nextDoors(rows, { today: today(), after: seen.after, config })
    fill(ahead, notices(config), emptyNote(rows), nextHouse(todo, rows), counts(rows, todo))
    fill(houses, byLane(todo, rows), doneLink(rows, todo))
  }

  function search() {
    const text = seen.text.trim()
    houses.hidden = ahead.hidden = !!text
    found.hidden = !text
    if (!text) return fill(found)
    index ??= makeIndex(rows)
    const hits = find(index, text, 40)
    fill(found, hits.length
      ? el('ul.rows', {}, hits.map((hit) => hitRow(hit, rows)))
      : note('info', 'Không thấy ai khớp', `Trong máy không có tên, nhà, mã nào giống “${text}”.`, link('Ghi người chưa có trong sổ', 'them-ho', { icon: 'plus' })))
  }

  await load()
  return {
    title: 'Nhà cần đến',
    nodes: [el('h1.hidden-visually', {}, 'Nhà cần đến'), ahead, el('div.search.field', {}, el('label', { for: 'find' }, 'Tìm tên, nhà hoặc mã hộ'), input), found, houses],
    scroll: seen.scroll,
    leave: () => (seen.scroll = scrollY),
    refresh: load,
  }
}

export const headOf = (row) => (row.persons.find((person) => person.head) ?? row.persons[0])?.name ?? `Hộ ${row.code}`
export const placeOf = (row) => [row.code && `Hộ ${row.code}`, row.house, row.lane].filter(Boolean).join(' · ')

// What must be known before the next door; most days nothing.
function notices({ messages = [] }) {
  const { aside, clockOff } = app.store.status()
  const [message] = messages
  return [
    clockWords(clockOff) && note('warn', clockWords(clockOff)),
    aside > 0 && note('warn', `${aside} việc cần xem`, link('Xem', 'cho-gui')),
    message && note('info', [message.from, dayWords(message.on)].filter(Boolean).join(' · '), message.words),
    newVersionWaits() && note('info', 'Có bản mới của ứng dụng', button('Dùng bản mới', useNewVersion)),
  ]
}

function emptyNote(rows) {
  return !rows.size && note('info', 'Chưa có nhà nào trong máy', 'Khi có mạng, bấm “Gửi ngay” để nhận danh sách. Nếu vẫn trống, tổ trưởng chưa chia hộ cho bạn.', calls())
}

function nextHouse(todo, byKey) {
  if (!todo.length) return byKey.size ? note('ok', 'Đã đi hết các nhà cần đến') : null
  const { k, why } = todo[0]
  const row = byKey.get(k)
  return el('section.card.next', { 'aria-labelledby': 'next-house' },
    el('p.kicker', {}, 'Nhà tiếp theo'),
    el('h2', { id: 'next-house' }, headOf(row)),
    el('p', {}, placeOf(row)),
    el('p.why', {}, icon(row.first ? 'star' : row.last ? 'clock' : 'door'), why),
    link('Vào nhà này', `nha/${k}`, { kind: 'main.big.wide', icon: 'door' }))
}

function counts(rows, todo) {
  const walked = [...rows.values()].filter((row) => row.last?.on === today()).length
  return rows.size ? el('p.counts', {}, 'Còn ', el('b.num', {}, String(todo.length)), ' nhà · hôm nay đã đi ', el('b.num', {}, String(walked))) : null
}

function byLane(todo, byKey) {
  const lanes = new Map()
  for (const door of todo.slice(1)) {
    const lane = byKey.get(door.k).lane || 'Chưa rõ ngõ'
    lanes.set(lane, [...(lanes.get(lane) ?? []), door])
  }
  const whole = [...lanes]
  const box = el('div')
  let shown = 0
  const more = () => {
    let room = AT_ONCE
    box.querySelector('.more')?.remove()
    while (shown < whole.length && room > 0) {
      const [lane, doors] = whole[shown++]
      room -= doors.length
      box.append(el('h2.lane', {}, lane, el('span.num', {}, `${doors.length} nhà`)), el('ul.rows', {}, doors.map((door) => doorRow(door, byKey.get(door.k)))))
    }
    const left = whole.slice(shown).reduce((sum, [, doors]) => sum + doors.length, 0)
    if (left) box.append(el('div.more', {}, button(`Xem tiếp ${left} nhà`, more, { kind: 'wide' })))
  }
  more()
  return box
}

function doorRow({ lacking }, row) {
  const step = nextStep(row.last, today())
  return houseRow(row, [row.first && mark('warn', 'cần giúp trước'), step && mark('info', step), hasBegun(row.k) && mark('bad', 'đang ghi dở'), row.waiting > 0 && mark('', 'chờ gửi')], lacking)
}

function houseRow(row, marks, lacking) {
  const shown = marks.filter(Boolean)
  return el('li', {}, el('a', { href: `#nha/${row.k}` },
    el('span.line-main', {}, el('b', {}, headOf(row)), el('span', {}, placeOf(row)), shown.length ? el('span.marks', {}, shown) : null),
    lacking ? el('span.count', { 'aria-label': `${lacking} người còn thiếu` }, String(lacking)) : null,
    icon('right')))
}

function hitRow({ household, person, name }, byKey) {
  const row = byKey.get(household)
  const isHead = !name || name === headOf(row)
  return el('li', {}, el('a', { href: `#nha/${row.k}` },
    el('span.line-main', {}, el('b', {}, name || headOf(row)), el('span', {}, isHead ? placeOf(row) : `Nhà ${headOf(row)} · ${placeOf(row)}`)), icon('right')))
}

// Houses where nothing is asked any more stay within reach: somebody may come back to one.
function doneLink(rows, todo) {
  const open = new Set(todo.map((door) => door.k))
  const done = [...rows.values()].filter((row) => !open.has(row.k))
  if (!done.length) return null
  const box = el('div', { hidden: true })
  const shower = button(`Xem ${done.length} nhà đã xong hoặc hẹn ngày khác`, () => {
    shower.hidden = true
    box.hidden = false
    fill(box, el('h2.lane', {}, 'Nhà đã xong, đã hẹn', el('span.num', {}, `${done.length} nhà`)), el('ul.rows', {}, done.map((row) => houseRow(row, [mark('ok', nextStep(row.last, today()) || 'đủ cả nhà', 'check')]))))
  }, { kind: 'wide' })
  return [shower, box]
}
