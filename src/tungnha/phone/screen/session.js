// Check-in at a session: by card, by number or by name; what was done for each; the queue beside it.

import { readCard } from '../rules/card.js'
import { showBirth } from '../rules/dates.js'
import { likelyDoubles } from '../rules/doubles.js'
import { readNumber } from '../rules/numbers.js'
import { find, makeIndex } from '../rules/search.js'
import { app, momentWords, operation, save } from './app.js'
import { camera } from './camera.js'
import { back, button, choose, el, field, fill, icon, link, note, tick } from './dom.js'
import { headOf } from './list.js'
import { say } from './shell.js'

export default async function session(id) {
  const box = el('div')
  const found = el('div')
  const told = el('div', { role: 'status' })
  let rows, config, here, strangers
  let how = 'name' // in which way the one who is asked about was found

  async function load() {
    rows = app.store.doors()
    config = app.store.config() ?? {}
    here = config.sessions?.find((one) => String(one.id) === id)
    strangers = (await app.store.operations()).filter(({ kind, content }) => kind === 'check_in' && String(content.session) === id && !content.person).length
    if (here) fill(box, came(here, rows, strangers))
  }
  await load()
  if (!here) return { title: 'Buổi hỗ trợ', nodes: [back('Buổi hỗ trợ', 'buoi'), el('h1', {}, 'Không thấy buổi này'), note('info', '', 'Buổi này có thể đã hủy hoặc đã qua.')] }

  const input = el('input', { type: 'search', autocomplete: 'off' })
  const search = field('Tìm tên hoặc số căn cước', input)
  input.addEventListener('input', () => show(byText(input.value), readNumber(input.value) ? 'number' : 'name'))
  const scanner = camera('Quét thẻ căn cước', (text) => {
    try {
      const card = readCard(text)
      const hits = likelyDoubles(card, rows)
      show(hits, 'card')
      if (!hits.length) fill(told, note('warn', `Không thấy ${card.full_name} trong máy`, 'Người thôn khác hoặc chưa có trong sổ: bấm “Người ngoài sổ”.'))
      return true
    } catch (problem) {
      return problem.message
    }
  })

  function byText(text) {
    const number = readNumber(text)
    if (number) return likelyDoubles({ full_name: '', number: number.value }, rows)
    return text.trim() ? find(makeIndex(rows), text, 12) : []
  }
  function show(hits, way) {
    how = way
    fill(told)
    const people = hits.map(({ household, person }) => ({ row: rows.get(household), person: rows.get(household).persons.find(({ k }) => k === person) })).filter(({ person }) => person)
    const once = people.filter(({ person }, at) => people.findIndex((other) => other.person.k === person.k) === at)
    fill(found, once.length ? el('ul.rows', {}, once.map((hit) => el('li', {}, el('button.line', { type: 'button', on: { click: () => ask(hit) } },
      el('span.line-main', {}, el('b', {}, hit.person.name), el('span', {}, [hit.person.birth && `sinh ${showBirth(hit.person.birth)}`, `nhà ${headOf(hit.row)}`].filter(Boolean).join(' · ')), here.came.includes(hit.person.k) ? el('span', {}, 'đã điểm danh') : null), icon('right'))))) : null)
  }

  // Asked once for a person: came, and what was done. A second time adds what was done since.
  function ask({ person }) {
    const done = (here.services ?? []).map((code) => serviceLine(code, here, config))
    const sheet = el('dialog.sheet', { 'aria-labelledby': 'came', on: { close: () => sheet.remove() } },
      el('h2', { id: 'came' }, person.name),
      el('fieldset.field', {}, el('legend', {}, 'Đã làm xong việc gì?'), done.map(({ node }) => node)),
      el('div.row-of', {}, button('Đóng', () => sheet.close()), button('Điểm danh', async () => {
        await checkIn(person.k, done.map(({ said }) => said()).filter(Boolean))
        sheet.close()
        input.value = ''
        fill(found)
        fill(told, note('ok', 'Đã lưu vào máy', `${person.name} đã đến.`))
      }, { kind: 'main', icon: 'check' })))
    document.body.append(sheet)
    sheet.showModal()
  }
  async function checkIn(person, done) {
    await save(operation('check_in', { session: here.id, person, how: person ? how : 'none', done, topics: [], refused: [] }))
    say('Đã lưu vào máy')
    await load()
  }
  const stranger = async () => {
    await checkIn(null, [])
    fill(told, note('ok', 'Đã lưu vào máy', 'Thêm một người ngoài sổ.'))
  }

  return {
    title: here.place,
    leave: scanner.leave,
    refresh: load,
    nodes: [
      back('Buổi hỗ trợ', 'buoi'),
      el('h1', {}, here.place),
      el('p', {}, [momentWords(here.starts_at), here.name].filter(Boolean).join(' · ')),
      el('div.stack', {}, link('Số thứ tự', `so/${id}`, { icon: 'list' })),
      told, scanner.node, search.node, found,
      el('div.stack', {}, button('Người ngoài sổ đến', stranger, { icon: 'plus' })),
      box,
    ],
  }
}

// One service of the session: done or not; by which channel, for which number, where that is asked.
function serviceLine(code, { labels, channels, counts }, config) {
  const known = (config.services ?? []).find((one) => one.code === code)
  const channel = channels?.[code] && field('Bằng cách nào?', choose(channels[code].map((one) => [one, one])))
  const number = counts?.[code] === 'telephone' && field('Số điện thoại nào?', el('input', { type: 'tel', inputmode: 'tel', autocomplete: 'off' }))
  const more = el('div', { hidden: true }, channel && channel.node, number && number.node)
  const box = tick(labels?.[code] ?? known?.short ?? code, { on: (yes) => (more.hidden = !yes) })
  return {
    node: el('div', {}, box.node, more),
    said: () => box.input.checked && { service: code, channel: channel ? channel.input.value : '', telephone: number ? number.input.value.trim() : '' },
  }
}

function came({ came }, rows, strangers) {
  const names = new Map([...rows.values()].flatMap(({ persons }) => persons.map(({ k, name }) => [k, name])))
  return [
    el('h2', {}, `Đã đến: ${came.length + strangers} người`),
    came.length ? el('ul.rows', {}, [...came].reverse().slice(0, 60).map((key) => el('li', {}, el('div', {}, names.get(key) ?? 'Người thôn khác')))) : null,
    strangers ? el('p', {}, `Trong đó ${strangers} người ngoài sổ ghi trên máy này.`) : null,
  ]
}
