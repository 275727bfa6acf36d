// The queue of a session, large on the screen: give a number, call the next, served, left.
// Several phones give numbers at once without a network: each has a letter of its own, which came with the session; so no
// number is given twice. A phone that had no network since before today takes one of the last letters, by hand.

import { QUEUE_STATES } from '../rules/words.js'
import { app, operation, save } from './app.js'
import { back, button, choose, el, field, fill, mark, note } from './dom.js'
import { say } from './shell.js'

const BY_HAND = ['X', 'Y', 'Z']

export default async function queue(id) {
  const box = el('div')
  const byHand = field('Máy này phát số chữ', choose(BY_HAND.map((one) => [one, one])), { hint: 'Mỗi máy ở buổi này một chữ khác nhau.' })
  byHand.input.addEventListener('change', load)
  let here

  async function load() {
    here = app.store.config()?.sessions?.find((one) => String(one.id) === id)
    fill(box, here ? drawn() : note('info', '', 'Không thấy buổi này trong máy.'))
  }
  async function say_(ticket, state, words) {
    await save(operation('queue', { session: here.id, ticket, state, person: null }))
    say(words)
    await load()
  }

  function drawn() {
    const all = here.queue.slice().sort(byTicket)
    const waiting = all.filter(({ state }) => state === 'waiting')
    const called = all.filter(({ state }) => state === 'called')
    const done = all.filter(({ state }) => state === 'served' || state === 'left').length
    const letter = here.letters?.[app.store.status().device]
    const fresh = nextTicket(all, letter ?? byHand.input.value)
    byHand.node.hidden = !!letter
    return [
      el('section.card', {},
        el('p.kicker.center', {}, called.length ? 'Đang mời số' : 'Chưa mời số nào'),
        called.map(({ ticket }) => [el('p.serving', {}, ticket), el('div.row-of', {},
          button('Đã làm xong', () => say_(ticket, 'served', `Số ${ticket} đã làm xong`), { kind: 'good', icon: 'check' }),
          button('Không thấy, đã về', () => say_(ticket, 'left', `Số ${ticket} đã về`)))])),
      el('div.stack', {},
        button(waiting.length ? `Mời số ${waiting[0].ticket}` : 'Không còn ai chờ', () => say_(waiting[0].ticket, 'called', `Mời số ${waiting[0].ticket}`), { kind: 'main.big', disabled: !waiting.length }),
        button(`Phát số mới: ${fresh}`, () => say_(fresh, 'waiting', `Đã phát số ${fresh}`), { kind: 'big', icon: 'plus' })),
      el('p', {}, el('b', {}, String(waiting.length)), ' người chờ · ', el('b', {}, String(done)), ' người đã xong'),
      all.length ? el('ul.rows', {}, all.map(({ ticket, state }) => el('li', {}, el('div', {}, el('b.num', {}, ticket), ' ', mark(state === 'served' ? 'ok' : state === 'called' ? 'warn' : '', QUEUE_STATES[state]))))) : null,
    ]
  }

  await load()
  return { title: 'Số thứ tự', refresh: load, nodes: [back('Điểm danh', `diem-danh/${id}`), el('h1', {}, 'Số thứ tự'), box, byHand.node] }
}

const numberOf = (ticket) => Number(/\d+$/.exec(ticket)?.[0] ?? 0)
export const byTicket = (a, b) => numberOf(a.ticket) - numberOf(b.ticket) || String(a.ticket).localeCompare(String(b.ticket))
export const nextTicket = (all, letter) => letter + (1 + Math.max(0, ...all.filter(({ ticket }) => String(ticket).startsWith(letter)).map(({ ticket }) => numberOf(ticket))))
