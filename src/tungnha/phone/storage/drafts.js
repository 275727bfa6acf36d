// Half-answered doors, sealed like the rows: a phone may end the app while its owner helps somebody in another one.
import { sealJson, unsealJson } from './seals.js'
import { change } from './writing.js'

/** @param {object} s @param {object} drafts whatever JSON can hold; the last kept is what is found again */
export const keepDrafts = (s, drafts) =>
  change(s, async () => (s.keys ? { put: [['config', 'drafts', await sealJson(s.keys.data, drafts)]] } : null))

/** @param {object} s @returns {Promise<object | null>} null when there are none, or they are of an earlier key */
export async function keptDrafts(s) {
  const sealed = s.keys && (await s.box.read('config', 'drafts'))
  return sealed ? unsealJson(s.keys.data, sealed).catch(() => null) : null
}
