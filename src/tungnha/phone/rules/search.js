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
  const ranks = [[], [], [], []]
  for (const entry of index) {
    const rank = rankOf(entry, wanted, words)
    if (rank < ranks.length && ranks[rank].length < limit) ranks[rank].push(entry.found)
  }
  return ranks.flat().slice(0, limit)
}

function rankOf(entry, wanted, words) {
  if (entry.code === wanted || entry.text === ` ${wanted}`) return 0
  if (words.every((word) => entry.text.includes(` ${word}`))) return entry.place === undefined ? 3 : 1
  if (words.every((word) => entry.text.includes(word))) return entry.place === undefined ? 3 : 2
  const whole = entry.place === undefined ? '' : entry.text + entry.place
  return whole && words.some((word) => entry.text.includes(` ${word}`)) && words.every((word) => whole.includes(` ${word}`)) ? 3 : 4
}
