// The sheet of outcomes: one person and one service at a time, then by itself the next that was not asked about.

import { RESULT_OUTCOMES } from '../rules/words.js'
import { button, el, field, fill, icon } from './dom.js'
import { say } from './shell.js'

const GAINS = ['set_up_now', 'has_already']
const WORDS = { set_up_now: 'Vừa làm xong', has_already: 'Đã có từ trước' } // as said aloud at the door
export const TONE = { set_up_now: 'ok', has_already: 'ok', refused: 'warn', away: 'info', deceased: 'info', moved: 'info' }

const capital = (words) => words[0].toUpperCase() + words.slice(1)
export const outcomeWords = (code) => WORDS[code] ?? capital(RESULT_OUTCOMES[code] ?? code)

// asks: [{person: {k, name}, service: {code, label, levels, level, say}, answer}]; change(ask, answer or null).
export function askAll(asks, from, change, closed) {
  const body = el('div')
  const sheet = el('dialog.sheet', { 'aria-labelledby': 'asked' }, body)
  sheet.addEventListener('close', () => {
    sheet.remove()
    closed()
  })
  sheet.addEventListener('click', (event) => event.target === sheet && sheet.close())
  let at = from

  const taken = (answer) => {
    change(asks[at], answer)
    const next = following()
    if (next === -1) return sheet.close()
    at = next
    draw()
    say(`${asks[at].person.name}: ${asks[at].service.label}`)
  }
  const following = () => {
    const order = [...asks.keys()].slice(at + 1).concat([...asks.keys()].slice(0, at))
    return order.find((i) => !asks[i].answer) ?? -1
  }

  function draw() {
    const ask = asks[at]
    const chosen = { level: ask.answer?.level ?? ask.service.level ?? 1 }
    const other = Object.keys(RESULT_OUTCOMES).filter((code) => !GAINS.includes(code))
    fill(body,
      el('p.kicker', {}, `${at + 1} trong ${asks.length} · ${ask.service.label}`),
      el('h2', { id: 'asked', tabindex: '-1' }, ask.person.name),
      levels(ask, chosen),
      el('div.outcomes', {},
        button(WORDS.set_up_now, () => taken({ outcome: 'set_up_now', ...chosen }), { kind: 'good.first', icon: 'check' }),
        button(WORDS.has_already, () => taken({ outcome: 'has_already', ...chosen }), { kind: 'has.first', icon: 'check' }),
        other.map((code) => button(outcomeWords(code), () => (code === 'other' ? askReason() : taken({ outcome: code })), { 'aria-pressed': ask.answer?.outcome === code ? 'true' : null }))),
      el('div.row-of', {},
        ask.answer ? button('Bỏ câu trả lời', () => (change(ask, null), sheet.close()), { kind: 'quiet' }) : button('Chưa hỏi, đến người sau', skip, { kind: 'quiet' }),
        button('Đóng', () => sheet.close(), { icon: 'cross' })))
    sheet.scrollTop = 0
    body.querySelector('h2').focus({ preventScroll: true })
  }

  function skip() {
    const next = asks.findIndex((ask, i) => i > at && !ask.answer)
    if (next === -1) return sheet.close()
    at = next
    draw()
  }

  function askReason() {
    const ask = asks[at]
    const input = el('input', { value: ask.answer?.reason ?? '', maxlength: 200, autocomplete: 'off' })
    const reason = field('Lý do gì?', input, { hint: 'Vài chữ là đủ. Không ghi số căn cước, số điện thoại.' })
    const done = (event) => {
      event.preventDefault()
      if (!input.value.trim()) return reason.wrong('Đã chọn “lý do khác”, xin ghi lý do.')
      taken({ outcome: 'other', reason: input.value.trim() })
    }
    fill(body, el('p.kicker', {}, ask.service.label), el('h2', { id: 'asked' }, ask.person.name),
      el('form', { on: { submit: done } }, reason.node, el('div.row-of', {}, button('Quay lại', draw), el('button.btn.main', { type: 'submit' }, 'Xong'))))
    input.focus()
  }

  draw()
  document.body.append(sheet)
  sheet.showModal()
}

// A skill has steps: biết làm, làm được, làm thành thạo. What the plan asks for is chosen beforehand.
function levels({ service }, chosen) {
  const names = service.levels ?? []
  if (names.length < 2) return null
  const buttons = names.map((words, i) => button(words, () => pick(i + 1), { 'aria-pressed': String(i + 1 === chosen.level) }))
  function pick(level) {
    chosen.level = level
    buttons.forEach((one, i) => one.setAttribute('aria-pressed', String(i + 1 === level)))
  }
  return el('div.levels', { role: 'group', 'aria-label': 'Mức' }, buttons)
}
