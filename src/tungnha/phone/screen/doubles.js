// Is it somebody the phone already holds? Shown on the spot, while the name is typed; each answered before saving.

import { likelyDoubles } from '../rules/doubles.js'
import { showBirth } from '../rules/dates.js'
import { button, el, fill } from './dom.js'
import { headOf, placeOf } from './list.js'

// → {node, look(asked), ruledOut(), open()}: `same(household, person)` is called when it is that person.
export function doubles(rows, same) {
  const node = el('div', { role: 'status' })
  const ruled = new Set()
  let shown = []

  function look(asked) {
    shown = likelyDoubles(asked, rows).slice(0, 5).map(named)
    draw()
  }
  const named = ({ household, person, why }) => {
    const row = rows.get(household)
    return { row, why, person: row.persons.find(({ k }) => k === person) }
  }
  const open = () => shown.filter(({ person }) => !ruled.has(person.k))

  function draw() {
    fill(node, open().length ? el('h2', {}, 'Có phải người này không?') : null, open().map(card))
  }
  function card({ row, person, why }) {
    return el('section.card', {},
      el('p', {}, el('b', {}, person.name), person.birth ? `, sinh ${showBirth(person.birth)}` : ''),
      el('p.soft', {}, `Nhà ${headOf(row)} · ${placeOf(row)}: ${why}.`),
      el('div.row-of', {},
        button('Đúng người này', () => same(row, person), { kind: 'main' }),
        button('Người khác', () => (ruled.add(person.k), draw()))))
  }

  return { node, look, open: () => open().length > 0, ruledOut: () => shown.filter(({ person }) => ruled.has(person.k)).map(({ person }) => person.k) }
}
