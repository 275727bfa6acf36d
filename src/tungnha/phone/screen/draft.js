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
export function operationsOf(row, draft, outcome, config) {
  const said = contentOf(row, draft, outcome, config)
  const made = [visit(said)]
  if (draft.helper) made.push(operation('helper', { household: row.k, campaign: said.campaign, ...draft.helper }))
  return made
}

function contentOf(row, draft, outcome, config) {
  return {
    household: row.k,
    campaign: config.campaign?.id ?? null,
    outcome,
    come_back_on: draft.come_back_on || null,
    informed: [...draft.informed],
    shown_how: draft.shown_how,
    note: draft.note.trim(),
    still_right: draft.still_right,
    results: [...draft.answers].map(([key, { outcome, level, reason }]) => {
      const [person, service] = key.split('/')
      return { person, service, outcome, level: level ?? 1, reason: reason ?? '' }
    }),
    cannot_read: [...draft.cannot_read],
    telephones: [...draft.telephones].map(([person, number]) => ({ person, number })),
  }
}
