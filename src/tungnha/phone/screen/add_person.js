// Somebody who lives at this door and is not on the register.

import { readPhone, whyNoPhone } from '../rules/telephones.js'
import { app, operation, save } from './app.js'
import { back, button, choose, el, field, note } from './dom.js'
import { cardFields, valueOf } from './card_fields.js'
import { doubles } from './doubles.js'
import { headOf } from './list.js'
import { flash, go, say } from './shell.js'

const RELATIONS = ['', 'chủ hộ', 'vợ', 'chồng', 'con', 'bố', 'mẹ', 'ông', 'bà', 'cháu', 'con dâu', 'con rể', 'anh chị em', 'người khác']

// The fields of a person, with likely doubles beneath. → {node, content(household) or null, leave}
export function personForm(rows, { relation = '' } = {}) {
  const near = doubles(rows, (row, person) => {
    flash('info', `${person.name} đã có trong sổ`, 'Mời ghi ở nhà này.')
    go(`nha/${row.k}`)
  })
  const look = () => near.look(asked())
  const fields = cardFields({}, { scanned: look, near: near.node })
  const phone = field('Số điện thoại', el('input', { type: 'tel', inputmode: 'tel', autocomplete: 'off' }))
  const kin = field('Là gì trong nhà', choose(RELATIONS.map((words) => [words, words || 'chưa rõ']), { value: relation }))
  const asked = () => ({ ...fields.look(), number: valueOf(fields.look().number), telephone: phone.input.value.trim() })
  for (const input of [...fields.inputs, phone.input]) input.addEventListener('change', look)

  function content(household) {
    const read = fields.read()
    const typed = phone.input.value.trim()
    phone.wrong(typed && !readPhone(typed) ? whyNoPhone(typed) : '')
    if (!read || phone.input.getAttribute('aria-invalid')) return null
    look()
    if (near.open()) {
      say('Mời trả lời: có phải người này không?')
      near.node.scrollIntoView({ block: 'center' })
      return null
    }
    return { person: crypto.randomUUID(), household, ...read, number: valueOf(read.number), telephone: typed, relation: kin.input.value, not_same_as: near.ruledOut() }
  }

  return { node: el('div', {}, fields.node, phone.node, kin.node), content, leave: fields.leave }
}

export default async function addPerson(household) {
  const row = app.store.doors().get(household)
  const form = personForm(app.store.doors())

  async function keep() {
    const content = form.content(household)
    if (!content) return
    await save(operation('add_person', content))
    flash('ok', 'Đã lưu vào máy', `${content.full_name}, ở nhà ${headOf(row)}.`)
    go(`nha/${household}`)
  }

  return {
    title: 'Thêm người',
    act: true,
    leave: form.leave,
    nodes: [
      back(`Nhà ${headOf(row)}`, `nha/${household}`),
      el('h1', {}, 'Thêm người chưa có trong sổ'),
      note('info', '', 'Quét thẻ cho nhanh, hoặc gõ tên và năm sinh. Cán bộ xã sẽ xem lại rồi mới vào sổ.'),
      form.node,
      el('div.act', {}, button('Lưu người này', keep, { kind: 'main.big', icon: 'check' })),
    ],
  }
}
