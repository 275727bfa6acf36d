// What was answered at a door and not yet saved. Kept sealed in the store too: going away and back loses nothing, nor
// does a phone that ends the app meanwhile.

import { app, operation, visit } from './app.js'

const SOON = 300 // milliseconds: a few taps are one write
const drafts = new Map()
let written = '{}'
let timer = 0

export function draftOf(household) {
  if (!drafts.has(household)) drafts.set(household, opened({}))
  return drafts.get(household)
}

const opened = ({ answers, informed, cannot_read, telephones, ...more }) => ({
  shown_how: false, still_right: false, come_back_on: '', note: '', helper: null, ...more,
  answers: new Map(answers), // "person/service" → {outcome, level, reason}
  informed: new Set(informed), cannot_read: new Set(cannot_read), telephones: new Map(telephones),
})

export function forget(household) {
  drafts.delete(household)
  return keepNow()
}

export function keepSoon() {
  clearTimeout(timer)
  timer = setTimeout(keepNow, SOON)
}

export function keepNow() {
  clearTimeout(timer)
  const begun = [...drafts].filter(([, draft]) => isBegun(draft))
  const text = JSON.stringify(Object.fromEntries(begun), (_, value) => (value instanceof Map || value instanceof Set ? [...value] : value))
  if (text === written) return null
  written = text
  return app.store?.keepDrafts(JSON.parse(text)).catch(() => (written = '')) // a full disk is told at Save, not at every tap
}

// Before locking: nothing of it stays in memory.
export async function putAway() {
  await keepNow()
  drafts.clear()
}

// After the PIN: what a killed app left. What this window has itself is newer.
export async function findDrafts() {
  for (const [household, kept] of Object.entries((await app.store.drafts()) ?? {})) {
    if (!drafts.has(household)) drafts.set(household, opened(kept))
  }
}
export const keyOf = (person, service) => `${person}/${service}`

export function isBegun(draft) {
  return draft.answers.size + draft.informed.size + draft.cannot_read.size + draft.telephones.size > 0 || draft.shown_how || draft.still_right || !!draft.come_back_on || !!draft.note.trim() || !!draft.helper
}

export const hasBegun = (household) => drafts.has(household) && isBegun(drafts.get(household))
export const anythingBegun = () => [...drafts.values()].some(isBegun)

// The operations one Save makes. Answers beside a door nobody opened are not dropped but refused: throws {words}.
// Where several campaigns run, nobody at a door is asked which: the knock counts in each that asks something here, an
// answer in the one that asks for its service; what is told besides is told once.
export function operationsOf(row, draft, outcome, config, asks = []) {
  const newest = config.campaign?.id ?? null
  const campaigns = new Map(asks.map(({ service }) => [service.code, service.campaign ?? newest]))
  const [first = newest, ...others] = new Set(campaigns.values())
  const answered = answersOf(draft)
  const knock = (campaign) => ({
    household: row.k,
    campaign,
    outcome,
    come_back_on: draft.come_back_on || null,
    informed: [...draft.informed],
    shown_how: draft.shown_how,
    results: answered.filter(({ service }) => (campaigns.get(service) ?? first) === campaign),
  })
  const made = [visit({ ...knock(first), ...toldOnce(draft) }), ...others.map((campaign) => visit(knock(campaign)))]
  if (draft.helper) made.push(operation('helper', { household: row.k, campaign: first, ...draft.helper }))
  return made
}

const answersOf = ({ answers }) => [...answers].map(([key, { outcome, level, reason }]) => {
  const [person, service] = key.split('/')
  return { person, service, outcome, level: level ?? 1, reason: reason ?? '' }
})

const toldOnce = ({ note, still_right, cannot_read, telephones }) => ({
  note: note.trim(),
  still_right,
  cannot_read: [...cannot_read],
  telephones: [...telephones].map(([person, number]) => ({ person, number })),
})
