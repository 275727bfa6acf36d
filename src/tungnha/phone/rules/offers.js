// The next best service to offer, and why. Reasons are said in words; nobody is pressed twice for what was refused.

/** Outcomes after which another try now is of no use, and what would help first. */
const FIRST_NEEDED = {
  refused: 'Lần trước chưa muốn làm: hỏi thăm, không ép.',
  afraid: 'Lần trước sợ lừa đảo: giải thích trước, mời người nhà cùng xem.',
  no_smartphone: 'Chưa có điện thoại thông minh: mời đến buổi hỗ trợ hoặc làm cùng người nhà.',
  expired_card: 'Căn cước hết hạn: cần đổi thẻ trước.',
  others_sim: 'SIM đứng tên người khác: cần sang tên SIM trước.',
  forgot_password: 'Lần trước quên mật khẩu: lấy lại mật khẩu trước.',
}

/**
 * What somebody lacks, the best to begin with first.
 * @param {object} person of a household document
 * @param {object} config with `services`
 * @param {Map<string, object>} [past] what was said at earlier visits: person → service → {outcome, on}
 * @returns {{service: object, why: string, held_back: boolean}[]}
 */
export function offersFor(person, config, past = new Map()) {
  const lacking = lackingOf(person, config)
  const said = { ...past.get(person.k), ...person.said }
  const offers = lacking.map((service) => offerOf(service, person, lacking, said[service.code]))
  return offers.sort((a, b) => a.held_back - b.held_back || b.opens - a.opens || a.service.order - b.service.order)
}

/**
 * The one to begin with at this door.
 * @param {object} row a household document @param {object} config @param {Map<string, object>} [past]
 * @returns {{person: object, service: object, why: string} | null}
 */
export function bestOffer(row, config, past) {
  const all = (row.persons || []).filter((person) => !person.gone)
    .flatMap((person) => offersFor(person, config, past).map((offer) => ({ person, ...offer })))
  const together = (offer) => all.filter((other) => other.service.code === offer.service.code && !other.held_back).length
  const [best] = all.sort(
    (a, b) => a.held_back - b.held_back || b.opens - a.opens || together(b) - together(a) || a.service.order - b.service.order,
  )
  if (!best) return null
  const count = together(best)
  const why = count > 1 && !best.held_back ? `${best.why} ${count} người trong nhà cùng thiếu: làm một lượt.` : best.why
  return { person: best.person, service: best.service, why }
}

/** The services of the config that somebody is asked for and does not have at the level asked. @returns {object[]} */
export function lackingOf(person, config) {
  const asked = person.asked ? new Set(person.asked) : null // null: added here, the server has not said yet
  if (person.gone) return []
  return (config?.services || []).filter(
    (service) => (!asked || asked.has(service.code)) && (person.has?.[service.code] || 0) < (service.level || 1),
  )
}

function offerOf(service, person, lacking, said) {
  const needed = lacking.find((other) => (service.needs || []).includes(other.code))
  const opens = lacking.filter((other) => (other.needs || []).includes(service.code)).length
  const hindered = said && FIRST_NEEDED[said.outcome]
  if (needed) return { service, opens, held_back: true, why: `Cần có ${needed.short || needed.label} trước.` }
  if (hindered) return { service, opens, held_back: true, why: hindered }
  return { service, opens, held_back: false, why: reason(service, person, opens) }
}

function reason(service, person, opens) {
  const has = person.has?.[service.code]
  const levels = service.levels || []
  if (opens) return `Làm trước: ${opens} tiện ích khác cần có ${service.short || service.label}.`
  if (has) return `Đã có ${levels[has - 1] || 'mức ' + has}, còn lên ${levels[(service.level || 1) - 1] || 'mức ' + service.level}.`
  return 'Chưa có.'
}
