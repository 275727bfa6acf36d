// What a card says, scanned or typed: number, name, birth, sex. Nothing else of it is kept, not even for a moment.

import { cardOddities, readCard } from '../rules/card.js'
import { readBirth, showBirth } from '../rules/dates.js'
import { explain, oddities, readNumber, whyNoNumber } from '../rules/numbers.js'
import { camera } from './camera.js'
import { choose, el, field, fill, note } from './dom.js'

export const SEXES = [['', 'chưa rõ'], ['female', 'nữ'], ['male', 'nam']]

// values: {number, full_name, birth, sex} to begin with; near: a node shown beneath name and birth. → {node, read, look, inputs, leave}
// read() → the four values, or null after saying beside each field what is wrong.
export function cardFields(values = {}, { needNumber = false, scanned = () => {}, near = null } = {}) {
  const number = field('Số căn cước (12 số)', el('input', { inputmode: 'numeric', autocomplete: 'off', maxlength: 20, value: values.number ?? '' }))
  const name = field('Họ và tên', el('input', { autocomplete: 'off', autocapitalize: 'words', maxlength: 120, value: values.full_name ?? '' }))
  const birth = field('Ngày sinh', el('input', { autocomplete: 'off', maxlength: 20, value: values.birth ? showBirth(values.birth) : '' }), { hint: 'Ví dụ 15/3/1960, hoặc chỉ năm 1960.' })
  const sex = field('Nam hay nữ', choose(SEXES, { value: values.sex ?? '' }))
  const odd = el('div', { role: 'status' })

  const scanner = camera('Quét thẻ căn cước', (text) => {
    let card
    try {
      card = readCard(text)
    } catch (problem) {
      return problem.message
    }
    number.input.value = card.number
    name.input.value = card.full_name
    birth.input.value = showBirth(card.birth)
    sex.input.value = card.sex ?? ''
    look()
    scanned()
    return true
  })

  function look() {
    const read = valuesNow()
    fill(odd, oddWords(read).map((words) => note('warn', '', words)), read.number ? el('p.soft', {}, explain(read.number)) : null)
  }
  const valuesNow = () => ({ number: readNumber(number.input.value), full_name: name.input.value.trim(), birth: birthNow(), sex: sex.input.value || null })
  const birthNow = () => {
    try {
      return readBirth(birth.input.value)
    } catch {
      return ''
    }
  }
  for (const { input } of [number, birth, sex]) input.addEventListener('change', look)

  function read() {
    const text = number.input.value.trim()
    number.wrong((text || needNumber) && !readNumber(text) ? whyNoNumber(text) : '')
    name.wrong(name.input.value.trim() ? '' : 'Xin ghi họ và tên.')
    birth.wrong(birthWords())
    const wrong = [number, name, birth].find(({ input }) => input.getAttribute('aria-invalid'))
    wrong?.input.focus()
    return wrong ? null : valuesNow()
  }
  function birthWords() {
    if (!birth.input.value.trim()) return ''
    try {
      readBirth(birth.input.value)
      return ''
    } catch (problem) {
      return problem.message
    }
  }

  return { node: el('div', {}, scanner.node, needNumber && number.node, name.node, birth.node, near, sex.node, !needNumber && number.node, odd), read, look: valuesNow, inputs: [number.input, name.input, birth.input, sex.input], leave: scanner.leave }
}

function oddWords({ number, full_name, birth, sex }) {
  if (!number) return []
  return full_name ? cardOddities({ number: number.value, full_name, birth, sex }) : oddities(number, { sex, birthYear: Number(birth.slice(0, 4)) || null })
}
export const valueOf = (number) => number?.value ?? ''
