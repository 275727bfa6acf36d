// What all screens share: the store, the client, the day, what is said on the next screen.

import { askLater } from '../sync/background.js'
import { makeOperation, makeVisit } from '../rules/operations.js'

export const BASE = '/dt/api/'
const VIETNAM = 7 * 60 * 60 * 1000 // no summer time; a phone set to another zone still works by the commune's day

export const app = {
  store: null,
  client: null,
  version: '',
  registration: null, // of the service worker
  sending: { busy: false },
  flash: null, // a node shown once, on top of the next screen
  flashed: '', // the same, for who hears the screen
}

export const now = () => Date.now()
export const today = () => dayOf(now())
export const dayOf = (ms) => new Date(ms + VIETNAM).toISOString().slice(0, 10)
export const clockOf = (ms) => new Date(ms + VIETNAM).toISOString().slice(11, 16).replace(/^0/, '').replace(':', ' giờ ')

export function dayWords(day) {
  if (!day) return ''
  const away = Math.round((Date.parse(day) - Date.parse(today())) / 86_400_000)
  const near = { '-1': 'hôm qua', 0: 'hôm nay', 1: 'ngày mai' }[away]
  const [, month, date] = day.split('-').map(Number)
  return near ?? `${date}/${month}`
}

export function momentWords(at) {
  const ms = typeof at === 'number' ? at : Date.parse(at ?? '')
  return Number.isFinite(ms) ? `${clockOf(ms)} ${dayWords(dayOf(ms))}` : ''
}

const env = () => ({ uuid: () => crypto.randomUUID(), at: now(), offset: -new Date().getTimezoneOffset() })
export const operation = (kind, content) => makeOperation(kind, content, env())

// Throws {words} when something is missing, so that nothing half said is stored.
export function visit(content) {
  const { op, problems } = makeVisit(content, env())
  if (!op) throw Object.assign(new Error('visit'), { words: problems.join(' ') })
  return op
}

// The sentence of a problem that has one; what the browser itself says is English and helps nobody at a door.
export const wordsOf = (problem) => problem.words ?? (/[À-ỹ]/.test(problem.message) ? problem.message : undefined)

// Saved is said only here: after the one transaction that holds it all is complete.
export async function save(...operations) {
  const saved = await app.store.save(operations)
  app.client.send() // nobody waits for it; the bar says what became of it
  if (!navigator.onLine) askLater(app.registration)
  return saved
}

export const isLeader = (config) => config?.member?.role === 'team_leader' || !!config?.glance
