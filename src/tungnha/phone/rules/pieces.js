// A text that is too long for one QR code, as a run of them: each part says which text it is of, its number, how many
// there are, and carries a checksum. Parts may be read in any order, some of them twice.

const MARK = 'TN1'
export const PIECE = 900 // letters of the text in one code: with its frame below 1,000 bytes, which a cheap camera reads

/** @typedef {{of: string, at: number, count: number, text: string}} Piece */
/** @typedef {{of: string, count: number, parts: Map<number, string>}} Held */

/** @param {string} text ASCII @param {number} [size] @returns {string[]} one QR code each */
export function split(text, size = PIECE) {
  const of = checksum(text)
  const count = Math.max(1, Math.ceil(text.length / size))
  return Array.from({ length: count }, (_, at) => {
    const part = text.slice(at * size, (at + 1) * size)
    return `${MARK} ${of} ${at + 1}/${count} ${checksum(`${of}${at + 1}/${count}${part}`)} ${part}`
  })
}

/** @param {string} code @returns {Piece | null} null when it is not one of ours, or was read wrongly */
export function readPiece(code) {
  const found = /^TN1 ([0-9a-f]{8}) (\d{1,4})\/(\d{1,4}) ([0-9a-f]{8}) ([^]*)$/.exec(code)
  if (!found) return null
  const [, of, at, count, sum, text] = found
  if (checksum(`${of}${at}/${count}${text}`) !== sum || +at < 1 || +at > +count) return null
  return { of, at: +at, count: +count, text }
}

/**
 * What is held with one more code; a code of another run begins anew, but only when the one before is complete or empty.
 * @param {Held | null} held @param {string} code
 * @returns {{held: Held | null, words: string}} `words`: why this code was left out
 */
export function collect(held, code) {
  const piece = readPiece(code)
  if (!piece) return { held, words: 'Mã này không đọc được hoặc không phải mã chuyển việc: xin quét lại.' }
  const fresh = { of: piece.of, count: piece.count, parts: new Map([[piece.at, piece.text]]) }
  if (!held || (held.of !== piece.of && !missing(held).length)) return { held: fresh, words: '' }
  if (held.of !== piece.of || held.count !== piece.count) {
    return { held, words: `Mã này thuộc lượt chuyển khác: xin quét nốt ${missing(held).length} mã còn thiếu.` }
  }
  return { held: { ...held, parts: new Map(held.parts).set(piece.at, piece.text) }, words: '' }
}

/** The numbers still to be read. @param {Held} held @returns {number[]} */
export function missing(held) {
  return Array.from({ length: held.count }, (_, at) => at + 1).filter((at) => !held.parts.has(at))
}

/** The whole text, once every part is there. @param {Held | null} held @returns {string | null} */
export function joined(held) {
  if (!held || missing(held).length) return null
  const text = Array.from({ length: held.count }, (_, at) => held.parts.get(at + 1)).join('')
  return checksum(text) === held.of ? text : null
}

/** CRC-32, eight hex digits. */
function checksum(text) {
  let crc = -1
  for (let at = 0; at < text.length; at += 1) {
    crc ^= text.charCodeAt(at) & 255
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ((crc ^ -1) >>> 0).toString(16).padStart(8, '0')
}
