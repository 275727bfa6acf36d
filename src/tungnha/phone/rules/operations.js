// Operations: what a person did, with an id made here. Nothing of an operation ever changes once it is made.

/** The kinds this version makes. Older and newer ones may stand in the outbox; they are sent as they are. */
export const KINDS = [
  'visit', 'add_person', 'add_household', 'card', 'helper', 'check_in', 'queue', 'seller_visit', 'difficulty',
  'difficulty_word', 'rumour_word',
]

/**
 * @typedef {{id: string, kind: string, v: number, made_at: string, content: object, seq?: number}} Operation
 * @typedef {{uuid: () => string, at: number, offset: number}} Env a maker of ids; the phone's clock in milliseconds;
 *   minutes east of Greenwich
 */

/**
 * @param {string} kind one of KINDS
 * @param {object} content as docs/sync-forms.md says for this kind
 * @param {Env} env
 * @returns {Operation}
 */
export function makeOperation(kind, content, { uuid, at, offset }) {
  if (!KINDS.includes(kind)) throw new TypeError(`no such kind of operation: ${kind}`)
  return { id: uuid(), kind, v: 1, made_at: stamp(at, offset), content: withoutNothing(content) }
}

/**
 * A visit, or the sentences that say what is missing.
 * @param {object} content household, campaign, outcome, results: [{person, service, level, outcome, reason}] …
 * @param {Env} env
 * @returns {{op?: Operation, problems: string[]}}
 */
export function makeVisit(content, env) {
  const problems = checkVisit(content, stamp(env.at, env.offset).slice(0, 10))
  return problems.length ? { problems } : { op: makeOperation('visit', content, env), problems }
}

/** What the server would refuse of a visit, said before it is saved. @returns {string[]} */
export function checkVisit({ outcome, come_back_on, results = [] }, today) {
  const said = []
  if (!outcome) said.push('Chưa chọn kết quả của nhà này: xin chọn một nút.')
  if (outcome === 'come_back' && !come_back_on) said.push('Hẹn quay lại ngày nào? Xin chọn ngày hẹn.')
  if (come_back_on && come_back_on < today) said.push('Ngày hẹn đã qua: xin chọn ngày từ hôm nay trở đi.')
  if (results.length && !['met', 'come_back'].includes(outcome)) {
    said.push('Đã chọn không gặp ai ở nhà này, nên không ghi được kết quả cho từng người.')
  }
  if (results.some((result) => result.outcome === 'other' && !(result.reason || '').trim())) {
    said.push('Đã chọn “lý do khác”: xin ghi lý do.')
  }
  return said
}

/** ISO 8601 with the offset of the place: 2026-05-26T07:00:00.000+07:00. @param {number} at @param {number} offset */
export function stamp(at, offset) {
  const local = new Date(at + offset * 60_000).toISOString().slice(0, -1)
  const two = (number) => String(Math.trunc(number)).padStart(2, '0')
  const away = Math.abs(offset)
  return `${local}${offset < 0 ? '-' : '+'}${two(away / 60)}:${two(away % 60)}`
}

/** Empty fields say nothing and cost bytes. */
function withoutNothing(content) {
  const said = ([, value]) => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && !value.length)
  return Object.fromEntries(Object.entries(content).filter(said))
}
