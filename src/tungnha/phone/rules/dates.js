// Dates of birth as far as they are known; as `identity.dates`. Day before month; a two-digit year is refused.

const FIRST_YEAR = 1880
const LAST_YEAR = 2100
const LAST_SERIAL = 73_415 // a spreadsheet's number of 31/12/2100
const WORD = /(^|[^\p{L}\p{N}_])(?:sinh|ngày|mồng|mùng|tháng|năm|sn|ns)(?![\p{L}\p{N}_])/giu
const TIME = /[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/
const GAP = '[\\s/.,:_…\\-–]'
const DAY_FIRST = new RegExp(`^(\\d{1,2})${GAP}+(\\d{1,2})${GAP}+(\\d{4})$`)
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/
const MONTH = new RegExp(`^${GAP}*(\\d{1,2})${GAP}+(\\d{4})$`)
const YEAR = new RegExp(`^${GAP}*(\\d{4})$`)
const SHORT_YEAR = new RegExp(`^(?:\\d{1,2}${GAP}+)?\\d{1,2}${GAP}+\\d{2}$`)
const NUMBER = /^(\d{1,9})(?:\.0+)?$|^(\d{5})\.\d+$/

/** A date that cannot be read; its message is the sentence for the reader. */
export class BadDate extends Error {}

/**
 * @param {string} raw as typed or as a card says it
 * @returns {string} "1960", "1960-05" or "1960-05-01"
 */
export function readBirth(raw) {
  const shown = squeezed(raw.normalize('NFC'))
  let text = shown
  for (let before = ''; before !== text; ) [before, text] = [text, text.replace(WORD, '$1 ')]
  text = squeezed(squeezed(text).replace(/^[ '’.,:]+|[ '’.,:]+$/g, '')).replace(TIME, '')
  if (!/\d/.test(text)) throw new BadDate(shown ? `“${shown}” không phải là ngày tháng.` : 'Không có ngày, tháng, năm.')
  let found = NUMBER.exec(text)
  if (found) return ofNumber(found[1] || found[2], shown)
  if ((found = YEAR_FIRST.exec(text))) return checked(+found[3], +found[2], +found[1])
  if ((found = DAY_FIRST.exec(text))) return checked(+found[1], +found[2], +found[3])
  if ((found = MONTH.exec(text))) return checked(0, +found[1], +found[2])
  if ((found = YEAR.exec(text))) return checked(0, 0, +found[1])
  if (SHORT_YEAR.test(text)) {
    throw new BadDate(`“${shown}”: năm chỉ có hai chữ số, không rõ thế kỷ; hãy ghi đủ bốn chữ số.`)
  }
  throw notADate(shown)
}

/** 31/07/1990, 07/1990 or 1990. @param {string} birth @returns {string} */
export const showBirth = (birth) => birth.split('-').reverse().join('/')

/**
 * No contradiction between two dates as far as known; 1 January often stands for the year alone.
 * @param {string} a @param {string} b @returns {boolean}
 */
export function couldEqual(a, b) {
  if (a.slice(0, 4) !== b.slice(0, 4)) return false
  if ([a, b].some((one) => one.length === 4 || one.slice(4) === '-01-01')) return true
  const known = Math.min(a.length, b.length)
  return a.slice(0, known) === b.slice(0, known)
}

/**
 * Completed years on a day, the fewest and the most possible.
 * @param {string} birth @param {string} today @returns {{min: number, max: number}}
 */
export function ageOn(birth, today) {
  const [year, month, day] = birth.split('-')
  const years = (bornOn) => Math.max(0, +today.slice(0, 4) - +year - (today.slice(5) < bornOn ? 1 : 0))
  const lastDay = day || (month ? daysOf(+year, +month) : 31)
  return { min: years(`${month || '12'}-${lastDay}`), max: years(`${month || '01'}-${day || '01'}`) }
}

const daysOf = (year, month) => new Date(Date.UTC(year, month, 0)).getUTCDate()

function squeezed(text) {
  return text.split(/[\s\u001c-\u001f\u0085]+/).filter(Boolean).join(' ')
}

/** ddMMyyyy (its first zero may be lost), a year, or a spreadsheet's serial day. */
function ofNumber(digits, shown) {
  const number = +digits
  if (digits.length === 7 || digits.length === 8) {
    const packed = digits.padStart(8, '0')
    return checked(+packed.slice(0, 2), +packed.slice(2, 4), +packed.slice(4))
  }
  if (FIRST_YEAR <= number && number <= LAST_YEAR) return checked(0, 0, number)
  if (LAST_YEAR < number && number <= LAST_SERIAL) {
    return new Date(Date.UTC(1899, 11, 30 + number)).toISOString().slice(0, 10)
  }
  throw notADate(shown)
}

function notADate(shown) {
  return new BadDate(`“${shown}” không phải là ngày tháng; hãy ghi như 31/07/1990 hoặc chỉ năm 1990.`)
}

/** A zero day or month is "not known", as in 00/00/1950. */
function checked(day, month, year) {
  const two = (number) => String(number).padStart(2, '0')
  const shown = `${two(day)}/${two(month)}/${year}`
  if (year < FIRST_YEAR || year > LAST_YEAR) throw new BadDate(`Năm ${year} nằm ngoài khoảng ${FIRST_YEAR}–${LAST_YEAR}.`)
  if (month > 12) throw new BadDate(`${shown} không có trong lịch: không có tháng ${month} (ngày ghi trước, tháng ghi sau).`)
  if (month === 0 && day) throw new BadDate(`${shown} có ngày mà không có tháng.`)
  const days = daysOf(year, month)
  if (month && day > days) throw new BadDate(`${shown} không có trong lịch: tháng ${month}/${year} chỉ có ${days} ngày.`)
  return [year, month && two(month), month && day && two(day)].filter(Boolean).join('-')
}
