// The card of somebody at this door: scanned or typed, looked at in words, then saved for the desk to confirm.

import { app, operation, save } from './app.js'
import { back, button, el, note } from './dom.js'
import { cardFields, valueOf } from './card_fields.js'
import { headOf } from './list.js'
import { flash, go } from './shell.js'
import { fold } from '../rules/fold.js'

export default async function card(household, key) {
  const row = app.store.doors().get(household)
  const person = row?.persons.find(({ k }) => k === key)
  if (!person) return { title: 'Không thấy người', nodes: [back('Danh sách', ''), el('h1', {}, 'Không thấy người này trong máy')] }
  const told = el('div', { role: 'status' })
  const fields = cardFields({ full_name: person.name, birth: person.birth, sex: person.sex }, { needNumber: true, scanned: compare })

  function compare() {
    const read = fields.look()
    const same = fold(read.full_name) === fold(person.name)
    told.replaceChildren(same ? note('ok', 'Tên trên thẻ khớp với sổ') : note('warn', 'Tên trên thẻ khác sổ', `Thẻ: ${read.full_name}. Sổ: ${person.name}. Có đúng thẻ của người này không?`))
  }

  async function keep() {
    const read = fields.read()
    if (!read) return
    await save(operation('card', { person: key, ...read, number: valueOf(read.number) }))
    flash('ok', 'Đã lưu vào máy', `Thẻ của ${person.name}. Cán bộ xã sẽ xem lại.`)
    go(`nha/${household}`)
  }

  return {
    title: 'Thẻ căn cước',
    act: true,
    leave: fields.leave,
    nodes: [
      back(`Nhà ${headOf(row)}`, `nha/${household}`),
      el('h1', {}, `Thẻ của ${person.name}`),
      person.number ? el('p', {}, `Sổ đang ghi số ${person.number}.`) : el('p', {}, 'Sổ chưa có số của người này.'),
      told, fields.node,
      el('p.soft', {}, 'Chỉ giữ số, tên, ngày sinh, nam nữ. Không chụp, không lưu hình.'),
      el('div.act', {}, button('Lưu', keep, { kind: 'main.big', icon: 'check' })),
    ],
  }
}
