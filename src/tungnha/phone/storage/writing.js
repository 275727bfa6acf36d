// One way to write: read the plain record, work out what changes (sealing may take its time), write all of it or nothing.
import { Changed } from './box.js'

/** What cannot be done, with the sentence to show. */
export class Refused extends Error {
  constructor(words) {
    super(words)
    this.words = words
  }
}

/**
 * @typedef {object} Shelf what one tab holds in memory; `keys` null while locked
 * @typedef {{main?: object, put?: any[], remove?: any[], done?: () => void, result?: any}} Write `main`: what changes of
 *   the plain record; `done`: brings memory up to date once the write is complete
 */

/**
 * Writes of one tab run one after another; when another tab wrote meanwhile, memory is read again and `work` with it.
 * @param {Shelf} s
 * @param {(main: object) => Promise<Write | null> | Write | null} work
 * @returns {Promise<any>} the write's `result`, once it is on the disk
 */
export const change = (s, work) => inLine(s, () => tried(s, work))

/**
 * Read what belongs together: no write of this tab comes in between, and what another tab wrote is in memory first.
 * @template T @param {Shelf} s @param {() => Promise<T> | T} work @returns {Promise<T>}
 */
export const look = (s, work) => inLine(s, () => upToDate(s).then(work))

function inLine(s, work) {
  const run = s.queue.then(work)
  s.queue = run.catch(() => {})
  return run
}

async function tried(s, work) {
  for (;;) {
    await upToDate(s)
    const { keys, main: before } = s
    let write = null
    try {
      write = await work(before)
    } catch (problem) {
      if (s.keys === keys) throw problem
    }
    if (s.keys !== keys) continue // locked or unlocked meanwhile: what was worked out holds no longer
    if (!write) return undefined
    const main = { ...before, ...write.main, turn: (before.turn || 0) + 1 }
    try {
      await s.box.commit({ turn: before.turn || 0, put: [...(write.put || []), ['meta', 'main', main]], remove: write.remove })
    } catch (problem) {
      if (problem instanceof Changed) continue
      throw problem
    }
    s.main = main
    if (s.keys === keys) write.done?.() // else locked meanwhile: memory holds nothing that could be brought up to date
    s.told()
    return write.result
  }
}

/** Brings memory to what the box holds, when somebody else wrote: all of it or, where that fails, nothing. */
async function upToDate(s) {
  const main = (await s.box.read('meta', 'main')) || {}
  if (main.turn !== s.main.turn) await s.reload(main)
}

/**
 * Where the browser has no locks: a lease that runs out by itself, held by one tab. One that runs longer than anybody asks
 * for was taken before the clock was set back, and binds nobody: else a killed tab would hold it for as long as that.
 * @param {Shelf} s @param {string} who @param {number} until 0 gives it back @returns {Promise<boolean | undefined>}
 */
export function lease(s, who, until) {
  return change(s, ({ lease: held }) => {
    const now = s.now()
    const isFree = !held || held.who === who || held.until < now || (until && held.until > until)
    return isFree ? { main: { lease: until ? { who, until } : null }, result: true } : null
  })
}
