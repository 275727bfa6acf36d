// The 12-digit personal number and the old card's nine: read, explained, what is odd; as `identity.numbers`.
import { showSex } from './sexes.js'
import { NOW_PART_OF, PROVINCES } from './provinces.js'

const NEVER_YET = 2100
const OLDEST = 120
const NOISE = /[\s.,'’‘`"“”\-_\u00a0\u00ad\u200b-\u200d\u2060\ufeff]/g
const LABEL =
  /^(?:(?:số|so)(?![\p{L}\p{N}_]))?[\s.:]*(?:định danh cá nhân|định danh|đdcn|ddcn|cccd|căn cước công dân|căn cước|cmnd|cmt|cmtnd)?(?:[\s/]*(?:cccd|cmnd|cmt|đdcn))?[\s.:]*(?:số)?[\s.:]*(?=\d)/iu
const TEMPORARY = /^\s*['’]?\s*(?:TAM|TẠM|TMP)(?=[^\p{L}]|$)/iu
const AND = /(^|[^\p{L}\p{N}_])(?:và|hoặc|cũ|mới)(?![\p{L}\p{N}_])/giu
const BETWEEN = /[/;|\n\r()]+|,(?=\s)/
const SCIENTIFIC = /^\d(?:[.,]\d+)?e\+?\d+$/i
const EXCEL_FLOAT = /^\d+[.,]0+$/
const SAME_DIGIT = /^(\d)\1*$/

/**
 * @typedef {{value: string, kind: "cccd" | "cmnd", province?: string, sex?: "male" | "female", birthYear?: number,
 *   warnings: string[]}} PersonalNumber
 */

/** @param {string} text @returns {PersonalNumber | null} null when it cannot be known */
export function readNumber(text) {
  const read = reading(text)
  return typeof read === 'string' ? null : read
}

/** The sentence that goes with null. @param {string} text @returns {string} "" when the number can be read */
export function whyNoNumber(text) {
  const read = reading(text)
  return typeof read === 'string' ? read : ''
}

/** What the digits say, in one sentence. @param {PersonalNumber} number @returns {string} */
export function explain(number) {
  if (number.kind === 'cmnd') return 'Số CMND 9 số cũ: không cho biết giới tính, năm sinh.'
  const born = PROVINCES[number.province]
  const now = NOW_PART_OF[number.province]
  const where = !born ? `mã ${number.province} không có trong bảng mã tỉnh` : `khai sinh ở ${born}` + (now ? ` (nay thuộc ${now})` : '')
  return `Số định danh 12 số: ${where}, ${showSex(number.sex)}, sinh năm ${number.birthYear}.`
}

/**
 * Everything that calls for a look, never for a refusal.
 * @param {PersonalNumber} number
 * @param {{sex?: "male" | "female" | null, birthYear?: number | null, on?: string}} known what is held of the person; `on`: today
 * @returns {string[]}
 */
export function oddities(number, { sex, birthYear, on } = {}) {
  const found = [...number.warnings]
  const born = number.birthYear
  if (on && born && born < NEVER_YET) {
    const age = +on.slice(0, 4) - born
    if (age < 0) found.push(`Năm sinh theo số định danh là ${born}, còn ở phía trước.`)
    if (age > OLDEST) found.push(`Theo số định danh thì đã ${age} tuổi; hãy xem lại.`)
  }
  if (number.sex && sex && number.sex !== sex) {
    found.push(`Giới tính theo số định danh là ${showSex(number.sex)}, trong danh sách là ${showSex(sex)}.`)
  }
  if (born && birthYear && born !== birthYear) {
    found.push(`Năm sinh theo số định danh là ${born}, trong danh sách là ${birthYear}.`)
  }
  return found
}

/** For lists: first four and last two of twelve digits. @param {string} value @returns {string} */
export function maskNumber(value) {
  const head = value.length >= 12 ? 4 : 2
  if (value.length < 6) return '*'.repeat(value.length)
  return value.slice(0, head) + '*'.repeat(value.length - head - 2) + value.slice(-2)
}

function reading(value) {
  const text = plain(value)
  if (!text) return 'Không có số định danh.'
  if (/^\d+$/.test(text)) return SAME_DIGIT.test(text) ? `“${text}” không phải là số thật.` : ofDigits(text)
  if (TEMPORARY.test(text)) return `“${text}” là số tạm, không phải số định danh.`
  if (SCIENTIFIC.test(text)) {
    return `“${text}” đã bị Excel làm tròn, không khôi phục được; hãy đổi cột sang dạng Văn bản và nhập lại.`
  }
  const several = ofSeveral(text)
  if (several) return several
  const digits = text.replace(LABEL, '').replace(NOISE, '')
  if (!/^\d+$/.test(digits)) return `“${text}” có ký tự không phải chữ số.`
  return SAME_DIGIT.test(digits) ? `“${text}” không phải là số thật.` : ofDigits(digits)
}

/** The one personal number that stands beside an old card's; two of a kind prove neither. */
function ofSeveral(text) {
  const parts = parted(text)
  if (parts.length < 2) return null
  const found = new Map()
  for (const part of parts.filter((one) => one.trim())) {
    const read = reading(part)
    if (typeof read !== 'string') found.set(JSON.stringify(read), read)
  }
  const all = [...found.values()]
  const best = all.filter((number) => number.kind === 'cccd')
  const left = best.length ? best : all
  return left.length > 1 ? `Ô có ${left.length} số khác nhau; hãy để mỗi ô một số.` : left[0] || null
}

function parted(text) {
  let cut = text
  for (let before = ''; before !== cut; ) [before, cut] = [cut, cut.replace(AND, '$1\n')]
  return cut.split(BETWEEN)
}

function plain(value) {
  const text = (value || '').trim().replace(/^['’‘`"\u00a0 ]+|['’‘`"\u00a0 ]+$/g, '')
  return EXCEL_FLOAT.test(text) ? text.split(/[.,]/)[0] : text
}

function ofDigits(digits) {
  const size = digits.length
  if (size === 12) return ofTwelve(digits)
  if ((size === 10 || size === 11) && digits[0] !== '0') return padded(digits)
  if (size === 9) return cmnd(digits, 'Đây là số CMND 9 số đã hết giá trị sử dụng.')
  if (size === 8 && digits[0] !== '0') return cmnd('0' + digits, 'Số CMND thiếu chữ số 0 ở đầu, đã thêm lại.')
  return `Có ${size} chữ số; số định danh phải có 12 chữ số.`
}

const cmnd = (value, warning) => ({ value, kind: 'cmnd', warnings: [warning] })

/** A spreadsheet drops one zero of 038…, two of 001…; put back if the rules then hold. */
function padded(digits) {
  const number = ofTwelve(digits.padStart(12, '0'))
  if (number.warnings.length) return `Có ${digits.length} chữ số; thêm số 0 ở đầu cũng không thành số định danh hợp lệ.`
  return { ...number, warnings: ['Số định danh thiếu chữ số 0 ở đầu, đã thêm lại.'] }
}

function ofTwelve(digits) {
  const province = digits.slice(0, 3)
  const birthYear = 1900 + 100 * Math.floor(+digits[3] / 2) + +digits.slice(4, 6)
  const warnings = []
  if (!PROVINCES[province]) {
    warnings.push(`Ba số đầu ${province} không có trong bảng mã tỉnh; có thể khai sinh ở nước ngoài, hoặc gõ nhầm.`)
  }
  if (birthYear >= NEVER_YET) warnings.push(`Năm sinh theo số định danh là ${birthYear}, không thể có.`)
  return { value: digits, kind: 'cccd', province, sex: +digits[3] % 2 ? 'female' : 'male', birthYear, warnings }
}
