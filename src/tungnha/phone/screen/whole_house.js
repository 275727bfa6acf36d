// What is said of the whole house: informed how, shown how, still living here, a helper, a note.

import { today } from './app.js'
import { choose, el, field, tick } from './dom.js'

export function wholeHouse(row, config, draft, changed) {
  return el('section.card', {}, el('details', {},
    el('summary', {}, 'Cả nhà: tuyên truyền, người giúp, ghi chú'),
    informed(config, draft, changed),
    tick('Đã làm mẫu cho nhà xem', { checked: draft.shown_how, on: (yes) => ((draft.shown_how = yes), changed()) }).node,
    tick(`Đã hỏi: ${livingHere(row)} vẫn ở đây`, { checked: draft.still_right, on: (yes) => ((draft.still_right = yes), changed()) }).node,
    helper(row, config, draft, changed),
    noteField(draft, changed)))
}

const livingHere = (row) => (row.persons.length > 3 ? `cả ${row.persons.length} người` : row.persons.map((person) => person.name).join(', ') || 'nhà này')

function informed(config, draft, changed) {
  const forms = config.forms ?? []
  if (!forms.length) return null
  return el('fieldset.field', {}, el('legend', {}, 'Đã tuyên truyền bằng cách nào?'),
    forms.map(({ code, label }) => tick(label, { checked: draft.informed.has(code), on: (yes) => (yes ? draft.informed.add(code) : draft.informed.delete(code), changed()) }).node))
}

function helper(row, config, draft, changed) {
  const team = config.team ?? []
  if (!team.length) return null
  const now = row.helper?.member ?? ''
  const named = choose([['', now ? 'giữ người đang giúp' : 'chưa cần'], ...team.map(({ id, name }) => [String(id), name])], {
    value: draft.helper ? String(draft.helper.member) : '',
    on: { change: (event) => {
      const member = team.find(({ id }) => String(id) === event.target.value)
      draft.helper = member ? { member: member.id, from_on: today(), to_on: null, contact_on: today() } : null
      changed()
    } },
  })
  return field('Ai trong Tổ giúp nhà này?', named, { hint: 'Khi trong nhà không ai tự làm được.' }).node
}

function noteField(draft, changed) {
  const input = el('textarea', { maxlength: 500, rows: 2, value: draft.note })
  const asked = field('Ghi chú', input, { hint: 'Không ghi số căn cước, số điện thoại, số tài khoản, mật khẩu.' })
  input.addEventListener('input', () => {
    draft.note = input.value
    asked.wrong(hasNumber(input.value) ? 'Trong ghi chú có số dài. Số sẽ bị che khi lưu: mời xóa số đi.' : '')
    changed()
  })
  return asked.node
}

// Six digits together, also with dots or blanks between them, are a number somebody should not write here.
const LONG_NUMBER = /\d(?:[ .\-]?\d){5,}/
export const hasNumber = (text) => LONG_NUMBER.test(text)
