// A door that is not on the register, with the first of those who live behind it.

import { app, operation, save } from './app.js'
import { back, button, choose, el, field } from './dom.js'
import { personForm } from './add_person.js'
import { headOf, placeOf } from './list.js'
import { flash, go } from './shell.js'

export default async function addHousehold() {
  const held = app.store.doors()
  const rows = [...held.values()]
  const config = app.store.config() ?? {}
  const lanes = [...new Set(rows.map(({ lane }) => lane).filter(Boolean))].sort()
  const names = el('datalist', { id: 'lanes' }, lanes.map((value) => el('option', { value })))
  const lane = field('Ngõ, xóm', el('input', { list: 'lanes', autocomplete: 'off', maxlength: 80 }))
  const house = field('Nhà ở đâu', el('input', { autocomplete: 'off', maxlength: 120 }), { hint: 'Ví dụ: cạnh nhà văn hóa, số 12.' })
  const after = field('Đứng sau nhà nào', choose([['', 'chưa rõ'], ...rows.map((row) => [row.k, `${headOf(row)} (${placeOf(row)})`])]))
  const form = personForm(held, { relation: 'chủ hộ' })

  async function keep() {
    const household = crypto.randomUUID()
    const person = form.content(household)
    if (!person) return
    await save(
      operation('add_household', { household, village: config.village?.code ?? rows[0]?.village ?? '', lane: lane.input.value.trim(), house: house.input.value.trim(), after: after.input.value || null }),
      operation('add_person', person))
    flash('ok', 'Đã lưu vào máy', `Nhà ${person.full_name}.`)
    go(`nha/${household}`)
  }

  return {
    title: 'Thêm nhà',
    act: true,
    leave: form.leave,
    nodes: [
      back('Danh sách', ''),
      el('h1', {}, 'Thêm nhà chưa có trong sổ'),
      names, lane.node, house.node, after.node,
      el('h2', {}, 'Chủ nhà'), form.node,
      el('div.act', {}, button('Lưu nhà này', keep, { kind: 'main.big', icon: 'check' })),
    ],
  }
}
