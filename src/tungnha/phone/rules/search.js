// Finding a person among 10,000 without typing a single mark.
import { fold } from './fold.js'

/** @typedef {{household: string, person: string, name: string}} Found */

/**
 * Made once after unlocking and after each change; the folded syllables are remembered by `fold`.
 * @param {Map<string, object>} rows @returns {object[]} one entry a person, and one a household for its code and lane
 */
export function makeIndex(rows) {
  const index = []
  for (const row of [...rows.values()].sort((a, b) => (a.order || 0) - (b.order || 0))) {
    const place = ` ${fold([row.lane, row.house].filter(Boolean).join(' '))}`
    const persons = row.persons || []
    const head = persons.find((person) => person.head) || persons[0]
    index.push({ text: place, code: fold(row.code || ''), found: { household: row.k, person: head?.k || '', name: head?.name || '' } })
    for (const person of persons) {
      index.push({ text: ` ${fold(person.name)}`, place, found: { household: row.k, person: person.k, name: person.name } })
    }
  }
  return index
}

/**
 * Everyone whose folded name, or name and lane, holds all the words: whole names first, then beginnings of words, then
 * the middle of words; a household's code alone finds the household.
 * @param {object[]} index @param {string} text @param {number} [limit] @returns {Found[]}
 */
export function find(index, text, limit = 50) {
  const wanted = fold(text)
  if (!wanted) return []
  const words = wanted.split(' ')
  const starts = words.map((word) => ` ${word}`)
  const ranks = [[], [], [], []]
  for (const entry of index) {
    const rank = entry.code === wanted ? 0 : rankOf(entry, words, starts)
    if (rank < ranks.length && ranks[rank].length < limit) ranks[rank].push(entry.found)
  }
  return ranks.flat().slice(0, limit)
}

function rankOf({ text, place }, words, starts) {
  if (words.every((word) => text.includes(word))) {
    if (place === undefined) return 3 // a lane or a house, not a name
    if (text === ` ${words.join(' ')}`) return 0
    return starts.every((start) => text.includes(start)) ? 1 : 2
  }
  return place && starts.some((start) => text.includes(start)) && starts.every((start) => (text + place).includes(start)) ? 3 : 4
}
