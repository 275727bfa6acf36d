// Whom to ring when something does not go: numbers of work, sealed with the rest; none while the phone is locked.

import { app } from './app.js'
import { el, icon } from './dom.js'

export function calls() {
  const { leader, leader_phone, contact } = app.store.config() ?? {}
  const numbers = [['Gọi tổ trưởng', leader, leader_phone], ['Gọi người phụ trách', contact?.name, contact?.phone]].filter(([, , phone]) => phone)
  return numbers.length ? el('div.stack', {}, numbers.map(([words, name, phone]) => el('a.btn', { href: `tel:${phone}` }, icon('call'), el('span', {}, words, el('br'), name)))) : null
}
