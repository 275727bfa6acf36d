// Whether the phone's clock can be believed. It is never corrected here: the server knows both clocks and shifts.

const BEARABLE = 5 * 60_000

/**
 * How far the phone's clock is off: negative when it is behind.
 * @param {{now: string, sentAt: number, gotAt: number}} times the server's clock in its answer, the phone's around it
 * @returns {number | null} milliseconds; null when the server's clock cannot be read
 */
export function clockOff({ now, sentAt, gotAt }) {
  const server = Date.parse(now)
  return Number.isNaN(server) || gotAt < sentAt ? null : Math.round((sentAt + gotAt) / 2 - server)
}

/** @param {number | null} off @returns {string} a sentence when it matters, else "" */
export function clockWords(off) {
  if (off === null || Math.abs(off) <= BEARABLE) return ''
  return `Đồng hồ của máy đang ${off < 0 ? 'chậm' : 'nhanh'} ${span(Math.abs(off))}: xin chỉnh lại ngày giờ trong phần Cài đặt.`
}

/**
 * Without signal too: time does not run backwards.
 * @param {number} now the phone's clock
 * @param {number} knownLater the latest instant that is surely past, such as the last contact by the server's clock
 * @returns {boolean}
 */
export const surelyBehind = (now, knownLater) => now < knownLater - BEARABLE

function span(ms) {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 60) return `${minutes} phút`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} giờ` : `${Math.round(hours / 24)} ngày`
}
