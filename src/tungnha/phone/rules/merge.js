// What the server sent, laid into what is held. Rows are household documents by their key.

/**
 * @param {Map<string, object>} held
 * @param {{rows?: object[], gone?: string[], doors?: string[] | null}} delta `doors`: all keys of this phone, when the
 *   server found that ours are others
 * @returns {Map<string, object>} a new one; the same delta laid in twice changes nothing
 */
export function mergeDelta(held, { rows = [], gone = [], doors = null }) {
  const merged = new Map(held)
  for (const row of rows) merged.set(row.k, row)
  for (const key of gone) merged.delete(key)
  if (doors) {
    const kept = new Set(doors)
    for (const key of merged.keys()) if (!kept.has(key)) merged.delete(key)
  }
  return merged
}

/** What the hash of a phone's doors is made of: docs/sync.md. @param {Map<string, object>} held @returns {string} */
export const doorsText = (held) => [...held.keys()].sort().join('\n')

/**
 * What was said at the door, person by person, for when the visit itself is dropped: the latest word for each service.
 * @param {Map<string, object>} past person → service → {outcome, on}
 * @param {object[]} visits operations
 * @returns {[string, object][]} the entries of `past` that change
 */
export function pastOf(past, visits) {
  const changed = new Map()
  for (const { kind, made_at, content } of visits) {
    if (kind !== 'visit') continue
    const on = made_at.slice(0, 10)
    for (const { person, service, outcome } of content?.results || []) {
      const said = changed.get(person) || past.get(person) || {}
      if (!said[service] || said[service].on <= on) changed.set(person, { ...said, [service]: { outcome, on } })
    }
  }
  return [...changed]
}
