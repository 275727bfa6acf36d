// Which door next: who needs more help first, then appointments that are due, then on along the lane from where one
// stands, then doors knocked on before, the longest ago first. As `field.queries.worklist` orders the desk's page.
import { lackingOf } from './offers.js'
import { dayMonth, nextStep } from './words.js'

/**
 * @param {Map<string, object>} rows
 * @param {{today: string, config: object, after?: string}} here `after`: the door one stands at
 * @returns {{k: string, why: string, lacking: number}[]} in turn; doors with nothing to do, moved away, knocked on today
 *   or with an appointment on a later day are left out
 */
export function nextDoors(rows, { today, config, after }) {
  const from = rows.get(after)
  const todo = []
  for (const row of rows.values()) {
    const lacking = lackingIn(row, config)
    if (row.k === after || !isOpen(row, lacking, today)) continue
    todo.push({ row, lacking, turn: turnOf(row, from, today) })
  }
  todo.sort((a, b) => compare(a.turn, b.turn))
  return todo.map(({ row, lacking }) => ({ k: row.k, why: whyOf(row, lacking, today), lacking }))
}

/** How many people of a household lack something. @param {object} row @param {object} config @returns {number} */
export const lackingIn = (row, config) =>
  (row.persons || []).filter((person) => lackingOf(person, config).length).length

function isOpen(row, lacking, today) {
  const last = row.last
  if (last?.outcome === 'moved') return false
  if (isDue(last, today)) return true
  if (last?.outcome === 'come_back' && last.come_back_on) return false
  return lacking > 0 && last?.on !== today
}

const isDue = (last, today) => last?.outcome === 'come_back' && last.come_back_on <= today && last.on < today

/** Compared part by part, smallest first. */
function turnOf(row, from, today) {
  const due = isDue(row.last, today) ? row.last.come_back_on : '9999'
  const refused = row.last?.outcome === 'refused' ? 1 : 0
  const order = row.order || 0
  const behind = from && !row.last && order <= from.order ? 1 : 0 // walked past already: at the end of the round
  return [from && row.village !== from.village ? 1 : 0, row.first ? 0 : 1, due, refused, row.last?.on || '', behind, order, row.k]
}

function compare(a, b) {
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1
  return 0
}

function whyOf(row, lacking, today) {
  const said = []
  if (row.first) said.push(['cần giúp trước', ...(row.bring || [])].join(', '))
  if (row.last) {
    const on = row.last.outcome === 'come_back' ? '' : `, ${dayMonth(row.last.on)}`
    said.push(nextStep(row.last, today) + on)
  } else said.push('chưa đến lần nào')
  if (lacking) said.push(`${lacking} người còn thiếu`)
  const words = said.join('; ')
  return words[0].toUpperCase() + words.slice(1)
}
