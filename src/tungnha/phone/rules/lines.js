// A household document as the lines a screen shows.
import { ageOn, showBirth } from './dates.js'
import { lackingIn } from './doors.js'
import { offersFor } from './offers.js'
import { dayMonth, nextStep, RESULT_OUTCOMES } from './words.js'

/**
 * @param {object} row @param {object} config @param {string} today @param {Map<string, object>} [past]
 * @returns {{k: string, title: string, address: string, help: string, last: string, helper: string, lacking: number,
 *   waiting: number, persons: object[]}}
 */
export function householdLines(row, config, today, past) {
  const head = (row.persons || []).find((person) => person.head)
  const step = nextStep(row.last, today)
  return {
    k: row.k,
    title: head?.name || (row.own ? 'Hộ mới thêm' : 'Chưa rõ chủ hộ'),
    address: [row.code && `Hộ ${row.code}`, row.lane, row.house].filter(Boolean).join(', '),
    help: row.first ? ['Cần giúp trước', ...(row.bring || [])].join(', ') : '',
    last: step && `${step[0].toUpperCase()}${step.slice(1)}${row.last.on ? ', ' + dayMonth(row.last.on) : ''}`,
    helper: helperWords(row.helper, config),
    lacking: lackingIn(row, config),
    waiting: row.waiting || 0,
    persons: (row.persons || []).map((person) => personLine(person, config, today, past)),
  }
}

/** @returns {{k, name, about, services: {code, label, has, words}[], offers}} one person at the door */
export function personLine(person, config, today, past) {
  const asked = (config?.services || []).filter(({ code }) => !person.asked || person.asked.includes(code))
  return {
    k: person.k,
    name: person.name,
    about: aboutWords(person, today),
    services: asked.map((service) => serviceLine(person, service)),
    offers: offersFor(person, config, past),
  }
}

function serviceLine(person, service) {
  const level = person.has?.[service.code] || 0
  const has = level >= (service.level || 1)
  const said = person.said?.[service.code]
  const words = has ? 'đã có' : said ? RESULT_OUTCOMES[said.outcome] || '' : level ? `mới có ${service.levels?.[level - 1] || 'mức ' + level}` : 'chưa có'
  return { code: service.code, label: service.short || service.label, has, words }
}

function aboutWords(person, today) {
  const age = person.birth && ageOn(person.birth, today)
  const years = age && (age.min === age.max ? `${age.min} tuổi` : `${age.min}–${age.max} tuổi`)
  const born = person.birth ? `sinh ${showBirth(person.birth)}, ${years}` : 'chưa rõ ngày sinh'
  const said = [person.head ? 'chủ hộ' : person.relation, born, person.gone && RESULT_OUTCOMES[person.gone], person.own && 'mới thêm']
  const words = said.filter(Boolean).join(', ')
  return words[0].toUpperCase() + words.slice(1)
}

function helperWords(helper, config) {
  if (!helper) return ''
  const name = (config?.team || []).find((one) => one.id === helper.member)?.name
  return `Người giúp: ${name || 'trong Tổ'}, từ ${dayMonth(helper.from_on)}`
}
