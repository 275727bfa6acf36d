// What was answered at a door and not yet saved. Kept while the app is open, so that going away and back loses nothing.

import { operation, visit } from './app.js'

const drafts = new Map()

export function draftOf(household) {
  if (!drafts.has(household)) {
    drafts.set(household, {
      answers: new Map(), // "person/service" → {outcome, level, reason}
      informed: new Set(), shown_how: false, still_right: false, come_back_on: '', note: '',
      cannot_read: new Set(), telephones: new Map(), helper: null,
    })
  }
  return drafts.get(household)
}

export const forget = (household) => drafts.delete(household)
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
