// The QR code of the identity card, by position; as `identity.card`. Number, name, birth and sex are kept of it; the
// address, old numbers and parents' names are dropped here. The raw text must never be stored.
import { BadDate, readBirth } from './dates.js'
import { tidy } from './fold.js'
import { oddities, readNumber } from './numbers.js'
import { readSex } from './sexes.js'

const FEWEST_FIELDS = 6

/** Not the QR code of an identity card; its message is the sentence for the reader. */
export class BadCard extends Error {}

/**
 * @param {string} text number|old number|name|birth|sex|address|issued, and whatever newer cards put behind
 * @returns {{number: string, full_name: string, birth: string, sex: "male" | "female" | null}}
 */
export function readCard(text) {
  const fields = text.trim().split('|').map((field) => field.trim())
  if (fields.length < FEWEST_FIELDS) throw new BadCard('Đây không phải mã QR của thẻ căn cước. Hãy quét mã QR in trên thẻ.')
  const [first, , name, birth, sex] = fields
  const number = readNumber(first)
  if (number?.kind !== 'cccd' || first.length !== 12) {
    throw new BadCard('Mã QR không có số định danh 12 chữ số. Hãy quét lại.')
  }
  if (!name) throw new BadCard('Mã QR không có họ tên. Hãy quét lại.')
  return { number: number.value, full_name: tidy(name, true), birth: birthOf(birth), sex: readSex(sex) }
}

/** A sentence for each contradiction between the number and the rest of the card. @returns {string[]} */
export function cardOddities(card) {
  return oddities(readNumber(card.number), { sex: card.sex, birthYear: +card.birth.slice(0, 4) })
}

function birthOf(text) {
  try {
    return readBirth(text)
  } catch (problem) {
    if (!(problem instanceof BadDate)) throw problem
    throw new BadCard(`Ngày sinh trong mã QR không đọc được. ${problem.message}`)
  }
}
