// Whether somebody about to be added is held already: the same number, or the same name and a birth that does not
// contradict. As `people.register.doubles.like_a_newcomer`, as far as masked numbers tell.
import { couldEqual } from './dates.js'
import { fold } from './fold.js'
import { maskNumber, readNumber } from './numbers.js'
import { maskPhone } from './telephones.js'

/**
 * @param {{full_name: string, sex?: string | null, birth?: string, number?: string, telephone?: string}} newcomer
 * @param {Map<string, object>} rows with own work over them, so that who was just added is found too
 * @returns {{household: string, person: string, name: string, why: string}[]} the surest first
 */
export function likelyDoubles(newcomer, rows) {
  const wanted = { ...newcomer, folded: fold(newcomer.full_name || ''), born: birthYear(newcomer) }
  const found = []
  for (const row of rows.values()) {
    for (const person of row.persons || []) {
      const why = whyAlike(wanted, person)
      if (why) found.push({ sure: why.sure, household: row.k, person: person.k, name: person.name, why: why.words })
    }
  }
  return found.sort((a, b) => b.sure - a.sure).slice(0, 10).map(({ sure, ...rest }) => rest)
}

function whyAlike(wanted, person) {
  if (wanted.number && person.whole === wanted.number) return { sure: 4, words: 'cùng số định danh' }
  if (sameMask(wanted.number, person.number) && sameYear(wanted, person) && !otherSex(wanted, person)) {
    return { sure: 3, words: 'số định danh giống nhau ở phần nhìn thấy, cùng năm sinh' }
  }
  if (!wanted.folded || wanted.folded !== fold(person.name || '') || otherSex(wanted, person)) return null
  const { birth } = wanted
  if (birth && person.birth) return couldEqual(birth, person.birth) ? { sure: 2, words: 'cùng họ tên, ngày sinh không trái nhau' } : null
  if (!birth && !person.birth) return { sure: 1, words: 'cùng họ tên, chưa rõ ngày sinh' }
  return sameMask(wanted.telephone, person.phone, maskPhone) ? { sure: 1, words: 'cùng họ tên, số điện thoại giống nhau' } : null
}

/** The server masks a little more or less than we do: what is seen on both sides must agree. */
function sameMask(number, masked, mask = maskNumber) {
  if (!number || !masked || number.length !== masked.length || !mask(number).includes('*')) return false
  return [...masked].every((shown, at) => shown === '*' || shown === number[at])
}

const otherSex = (a, b) => Boolean(a.sex && b.sex && a.sex !== b.sex)
const sameYear = ({ born }, { birth }) => Boolean(born && birth && birth.startsWith(String(born)))
const birthYear = ({ birth, number }) => (birth ? birth.slice(0, 4) : readNumber(number || '')?.birthYear)
