// Mobile numbers as people type them; as `identity.phones`.

const MOBILE = /^0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])\d{7}$/
const LANDLINE = /^02\d{8,9}$/
const OLD = new Map(
  ('0120:070,0121:079,0122:077,0126:076,0128:078,0123:083,0124:084,0125:085,0127:081,0129:082,0162:032,0163:033,' +
    '0164:034,0165:035,0166:036,0167:037,0168:038,0169:039,0186:056,0188:058,0199:059')
    .split(',')
    .map((pair) => pair.split(':')),
)
const IN_TEXT = /(^|\D)((?:\+\s?84|0084|84|0)[\s.\-]?\d(?:[\s.\-]?\d){7,9})(?!\d)/g
const OR = /(^|[^\p{L}\p{N}_])(?:hoặc|và)(?![\p{L}\p{N}_])/giu
const BETWEEN = /[/;,|&\n\r]+|\s+-\s+/

/** @typedef {{value: string, old: string | null}} Phone ten digits; `old`: the eleven it was written with */

/** The first mobile number of a text. @param {string} text @returns {Phone | null} */
export const readPhone = (text) => readPhones(text)[0] || null

/** Every mobile number of a text, in order and once each. @param {string} raw @returns {Phone[]} */
export function readPhones(raw) {
  const text = plain(raw)
  const whole = ofDigits(digitsOf(text))
  const found = whole ? [whole] : parts(text).flatMap(ofPart)
  return [...new Map(found.map((phone) => [phone.value + phone.old, phone])).values()]
}

/** The sentence that goes with null. @param {string} raw @returns {string} "" when a number can be read */
export function whyNoPhone(raw) {
  if (readPhone(raw)) return ''
  const text = plain(raw)
  if (!digitsOf(text)) return 'Không có số điện thoại.'
  if (parts(text).some((part) => digitsOf(part) && LANDLINE.test(local(digitsOf(part))))) {
    return 'Đây là số máy bàn, không phải số di động.'
  }
  return `“${text}” không phải là số di động (10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09).`
}

/** For lists: the first three and last three digits. @param {string} value @returns {string} */
export function maskPhone(value) {
  if (value.length < 9) return '*'.repeat(value.length)
  return value.slice(0, 3) + '*'.repeat(value.length - 6) + value.slice(-3)
}

const plain = (raw) => (raw || '').trim().replace(/^(\d+)\.0+$/, '$1')
const digitsOf = (text) => text.replace(/\D/g, '')

function parts(text) {
  return text.replace(OR, '$1\n').replace(OR, '$1\n').split(BETWEEN)
}

/** One number, or several run together with only spaces between them. */
function ofPart(part) {
  const digits = digitsOf(part)
  const one = ofDigits(digits)
  if (one) return [one]
  if (digits.length % 10 === 0) {
    const chunks = (digits.match(/\d{10}/g) || []).map(ofDigits)
    if (chunks.length && chunks.every(Boolean)) return chunks
  }
  const words = part.split(/\s+/).map((word) => ofDigits(digitsOf(word))).filter(Boolean)
  return words.length ? words : [...part.matchAll(IN_TEXT)].map((run) => ofDigits(digitsOf(run[2]))).filter(Boolean)
}

function ofDigits(digits) {
  const number = local(digits)
  if (MOBILE.test(number)) return { value: number, old: null }
  const fresh = number.length === 11 && OLD.get(number.slice(0, 4))
  return fresh ? { value: fresh + number.slice(4), old: number } : null
}

/** With one zero in front: from +84…, 0084…, or without the zero. */
function local(digits) {
  for (const country of ['0084', '84']) {
    const rest = digits.slice(country.length)
    if (digits.startsWith(country) && rest.length >= 9 && rest.length <= 11) return '0' + rest.replace(/^0/, '')
  }
  return digits.startsWith('0') ? digits : '0' + digits
}
