// What the screen shows: the server's rows with this phone's own work laid over them, until the server's rows say it too.
import { maskNumber } from './numbers.js'
import { maskPhone } from './telephones.js'

const GAINS = ['set_up_now', 'has_already']
const ASKED_FROM = 15 // years: of a child added here nothing is asked; of others all, until the server says

/**
 * @param {Map<string, object>} rows
 * @param {object[]} ops own operations that the rows do not show yet, in sequence; `state` "waiting" when unsent
 * @returns {Map<string, object>} the rows touched are copies, with `waiting`: how many operations about them are unsent
 */
export function withOwn(rows, ops) {
  const view = { rows: new Map(rows), touched: new Set(), homes: null }
  for (const op of ops) {
    try {
      LAY[op.kind]?.(view, op.content, op)
    } catch {
      // An operation of another version that cannot be shown must not keep the worklist from opening.
    }
  }
  return view.rows
}

/** Sessions with this phone's own check-ins and queue. @param {object[]} sessions @param {object[]} ops @returns {object[]} */
export function withOwnSessions(sessions, ops) {
  return (sessions || []).map((session) => {
    const came = new Set(session.came || [])
    const queue = new Map((session.queue || []).map((one) => [one.ticket, one]))
    for (const { kind, content } of ops) {
      if (content?.session !== session.id) continue
      if (kind === 'check_in' && content.person) came.add(content.person)
      if (kind !== 'queue') continue
      const { ticket, state, person } = content
      queue.set(ticket, { ...queue.get(ticket), ticket, state, person: person || queue.get(ticket)?.person || null })
    }
    return { ...session, came: [...came], queue: [...queue.values()] }
  })
}

const LAY = {
  visit(view, said, op) {
    const row = touch(view, said.household, op)
    row.last = { outcome: said.outcome, on: op.made_at.slice(0, 10), come_back_on: said.come_back_on || null }
    row.informed = [...new Set([...(row.informed || []), ...(said.informed || [])])]
    row.shown_how = row.shown_how || Boolean(said.shown_how)
    for (const result of said.results || []) layResult(personIn(row, result.person), result, row.last.on)
    for (const key of said.cannot_read || []) personIn(row, key).reads = false
    for (const { person, number } of said.telephones || []) personIn(row, person).phone ||= maskPhone(number)
  },
  add_household(view, said, op) {
    const before = view.rows.get(said.after)
    const made = { k: said.household, code: '', lane: said.lane || '', house: said.house || '', village: said.village, persons: [] }
    const order = before ? before.order + 0.5 : Math.max(0, ...[...view.rows.values()].map((row) => row.order || 0)) + 1
    view.rows.set(made.k, { ...made, order, first: false, bring: [], last: null, informed: [], own: true })
    touch(view, made.k, op)
  },
  add_person(view, said, op) {
    const row = touch(view, said.household, op)
    row.persons.push({
      k: said.person, name: said.full_name, sex: said.sex || '', birth: said.birth || '', head: false,
      relation: said.relation || '', residence: '', asked: isChild(said.birth, op) ? [] : null, has: {}, number: maskNumber(said.number || ''),
      phone: maskPhone(said.telephone || ''), reads: true, own: true, whole: said.number || '',
    })
  },
  card(view, said, op) {
    const person = personIn(touch(view, homeOf(view, said.person), op), said.person)
    person.number ||= maskNumber(said.number)
    person.birth ||= said.birth
    person.card = true
  },
  check_in(view, said, op) {
    if (!said.person || !said.done?.length) return
    const person = personIn(touch(view, homeOf(view, said.person), op), said.person)
    for (const service of said.done) layResult(person, { service, outcome: 'set_up_now' }, op.made_at.slice(0, 10))
  },
  helper(view, said, op) {
    touch(view, said.household, op).helper = said.to_on ? null : { member: said.member, from_on: said.from_on }
  },
}

function layResult(person, { service, outcome, level }, on) {
  if (GAINS.includes(outcome)) person.has = { ...person.has, [service]: Math.max(person.has?.[service] || 0, level || 1) }
  person.said = { ...person.said, [service]: { outcome, on } }
  if (outcome === 'moved' || outcome === 'deceased') person.gone = outcome
}

const isChild = (birth, op) => Boolean(birth) && +op.made_at.slice(0, 4) - +birth.slice(0, 4) < ASKED_FROM

/** A copy of the row, and of its people, that may be changed. */
function touch(view, key, op) {
  let row = view.rows.get(key)
  if (!row) throw new Error('no such household here')
  if (!view.touched.has(key)) {
    row = { ...row, persons: (row.persons || []).map((person) => ({ ...person })), waiting: 0 }
    view.rows.set(key, row)
    view.touched.add(key)
  }
  if (op.state === 'waiting') row.waiting += 1
  return row
}

function personIn(row, key) {
  const found = row.persons.find((person) => person.k === key)
  if (!found) throw new Error('no such person here')
  return found
}

function homeOf(view, person) {
  for (const row of view.rows.values()) if (row.persons?.some((one) => one.k === person)) return row.k
  return null
}
