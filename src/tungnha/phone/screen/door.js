// One door: who lives here, a large button for each service that is missing, and Save under the thumb.

import { bestOffer } from '../rules/offers.js'
import { householdLines } from '../rules/lines.js'
import { readPhone, whyNoPhone } from '../rules/telephones.js'
import { VISIT_OUTCOMES } from '../rules/words.js'
import { app, dayWords, save, today, wordsOf } from './app.js'
import { askDay } from './appointment.js'
import { back, button, el, field, fill, icon, link, mark, note, tick } from './dom.js'
import { draftOf, forget, isBegun, keepSoon, keyOf, operationsOf } from './draft.js'
import { headOf, placeOf, wentTo } from './list.js'
import { askAll, outcomeWords, TONE } from './outcomes.js'
import { flash, go, say } from './shell.js'
import { wholeHouse } from './whole_house.js'

export default async function door(key) {
  const row = app.store.doors().get(key)
  const config = app.store.config() ?? {}
  if (!row) return gone()
  const draft = draftOf(key)
  const lines = householdLines(row, config, today())
  const asks = asksOf(row, lines, config, draft)
  const people = el('div')
  const act = el('div.act')
  const told = el('div', { role: 'alert' })

  function draw() {
    fill(people, lines.persons.map((line) => personCard(line, row, asks, draft, ask, draw)))
    fill(act, buttons())
    keepSoon()
  }

  function ask(from) {
    askAll(asks, from, (asked, answer) => {
      asked.answer = answer
      const name = keyOf(asked.person.k, asked.service.code)
      if (answer) draft.answers.set(name, answer)
      else draft.answers.delete(name)
      draw()
    }, () => {
      draw()
      act.querySelector('.main')?.focus()
    })
  }

  function buttons() {
    const begun = isBegun(draft)
    const later = button(draft.come_back_on ? `Hẹn ${dayWords(draft.come_back_on)}` : 'Hẹn lại', () => askDay(draft.come_back_on, (day) => ((draft.come_back_on = day), draw())))
    const done = button(begun ? 'Lưu' : 'Đã gặp', () => keep(draft.come_back_on ? 'come_back' : 'met'), { kind: begun ? 'main' : '', icon: begun && 'check' })
    return begun ? [later, done] : [button('Cả nhà đi vắng', () => keep('all_away')), later, done]
  }

  // One transaction holds all of it; only when that is complete is anything called saved.
  let saving = false
  async function keep(outcome) {
    if (saving) return
    saving = true
    try {
      await save(...operationsOf(row, draft, outcome, config, asks))
    } catch (problem) {
      saving = false
      fill(told, note('bad', 'Chưa lưu', wordsOf(problem) ?? 'Máy không ghi được. Mời bấm Lưu lại; nếu vẫn không được, máy có thể đã đầy.'))
      return told.scrollIntoView({ block: 'center' })
    }
    forget(key)
    wentTo(key)
    flash('ok', 'Đã lưu vào máy', `${headOf(row)}: ${VISIT_OUTCOMES[outcome] ?? ''}.`, link('Bấm nhầm? Ghi lại', `nha/${key}`, { kind: 'quiet' }))
    go('')
  }

  draw()
  return {
    title: headOf(row),
    act: true,
    nodes: [
      back('Danh sách', ''),
      el('h1', {}, headOf(row)),
      el('p', {}, placeOf(row), lines.last ? ` · ${lines.last}` : null, lines.helper ? ` · ${lines.helper}` : null),
      told, careNote(row), offer(row, config), people,
      noneNote(lines),
      wholeHouse(row, config, draft, draw),
      otherOutcomes(keep), additions(key), act,
    ],
  }
}

// Everything that may be answered at this door, in the order it is asked.
function asksOf(row, lines, config, draft) {
  const services = new Map((config.services ?? []).map((service) => [service.code, service]))
  return lines.persons.flatMap((line) =>
    line.services.filter((one) => !one.has).map((one) => ({
      person: line,
      service: { ...services.get(one.code), ...one },
      answer: draft.answers.get(keyOf(line.k, one.code)) ?? null,
    })))
}

function personCard(line, row, asks, draft, ask, draw) {
  const person = row.persons.find(({ k }) => k === line.k)
  const held = line.services.filter((one) => one.has)
  const own = asks.map((asked, at) => [asked, at]).filter(([asked]) => asked.person.k === line.k)
  return el('section.card.person', { 'aria-label': line.name },
    el('h2', {}, line.name),
    el('p.soft', {}, line.about),
    held.length ? el('p.marks', {}, held.map((one) => mark('ok', one.label, 'check'))) : null,
    own.map(([asked, at]) => askButton(asked, () => ask(at))),
    more(person, row, draft, draw))
}

function askButton({ service, answer }, call) {
  const tone = answer ? TONE[answer.outcome] ?? 'warn' : ''
  return el(answer ? `button.ask.answered.${tone}` : 'button.ask', { type: 'button', on: { click: call } },
    el('span', {}, service.label), el('span', {}, answer ? outcomeWords(answer.outcome) : service.words))
}

// What is rarely needed stays folded, so that the buttons that count stand together.
function more(person, row, draft, draw) {
  if (!person) return null
  return el('details', {}, el('summary', {}, 'Thẻ, số điện thoại, đọc chữ'),
    link('Xem thẻ căn cước', `the/${row.k}/${person.k}`, { icon: 'card' }),
    person.phone ? el('p.soft', {}, `Điện thoại: ${person.phone}`) : phoneField(person, draft, draw),
    tick('Không đọc được chữ, cần đọc giúp', {
      checked: draft.cannot_read.has(person.k) || person.reads === false,
      on: (yes) => (yes ? draft.cannot_read.add(person.k) : draft.cannot_read.delete(person.k), draw()),
    }).node)
}

function phoneField(person, draft, draw) {
  const input = el('input', { type: 'tel', inputmode: 'tel', autocomplete: 'off', value: draft.telephones.get(person.k) ?? '' })
  const asked = field('Số điện thoại (sổ chưa có)', input)
  input.addEventListener('change', () => {
    const text = input.value.trim()
    const read = text && readPhone(text)
    asked.wrong(text && !read ? whyNoPhone(text) : '')
    if (read) draft.telephones.set(person.k, text)
    else draft.telephones.delete(person.k)
    keepSoon()
    say(text && !read ? whyNoPhone(text) : '')
  })
  return asked.node
}

function careNote(row) {
  return row.first && note('warn', ['Cần giúp trước', ...(row.bring ?? [])].join(', '))
}

function offer(row, config) {
  const best = bestOffer(row, config, app.store.past())
  if (!best) return null
  const { person, service } = best
  return note('info', `Mời trước: ${service.short ?? service.label}`, `${person.name}: ${best.why[0].toLowerCase()}${best.why.slice(1)}`,
    service.say ? el('details', {}, el('summary', {}, 'Nên nói thế nào?'), el('p', {}, `“${service.say}”`)) : null)
}

function noneNote(lines) {
  return !lines.persons.some((line) => line.services.length) && note('info', 'Ở nhà này không ai thuộc diện phải hỏi', 'Bấm “Đã gặp” nếu đã đến.')
}

function otherOutcomes(keep) {
  return el('details', {}, el('summary', {}, 'Không gặp, không tiếp, đã chuyển đi'),
    el('div.stack', {},
      button('Không gặp ai ở nhà', () => keep('all_away')),
      button('Nhà không tiếp', () => keep('refused')),
      button('Cả nhà đã chuyển đi', () => keep('moved'))))
}

function additions(key) {
  return el('div.stack', {}, link('Thêm người chưa có trong sổ', `them-nguoi/${key}`, { icon: 'plus' }))
}

function gone() {
  return {
    title: 'Không thấy nhà',
    nodes: [el('h1', {}, 'Nhà này không còn trong máy'), note('info', '', 'Tổ trưởng có thể đã chia nhà này cho người khác. Việc đã ghi ở nhà này vẫn được gửi đi.'), link('Về danh sách', '', { kind: 'main.wide' })],
  }
}
