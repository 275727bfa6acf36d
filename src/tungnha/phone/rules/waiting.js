// How long to wait before trying again.

const FIRST = 5_000
const LONGEST = 15 * 60_000

/**
 * Doubling from 5 s to 15 min, of which a share of chance is taken off, so that a village does not call all at once.
 * @param {number} failures in a row, from 1
 * @param {number} chance 0 … 1
 * @param {number | null} [retryAfter] seconds the server asked for; never shorter than that
 * @returns {number} milliseconds
 */
export function waitAfter(failures, chance, retryAfter = null) {
  const whole = Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 12))
  const least = Math.min(Math.max(0, retryAfter || 0) * 1000, LONGEST * 4)
  return Math.max(Math.round(whole * (1 - chance / 2)), least && Math.round(least * (1 + chance / 4)))
}
