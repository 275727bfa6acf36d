// The queue of a session, large on the screen: give a number, call the next, served, left.
// Several phones give numbers at once without a network: each has a letter of its own, given by the server or, where it
// could not yet, chosen by hand; so no number is given twice.

import { QUEUE_STATES } from '../rules/words.js'
import { app, operation, save } from './app.js'
import { back, button, choose, el, field, fill, mark, note } from './dom.js'
import { say } from './shell.js'

const LETTERS = ['A', 'B', 'C', 'D', 'E']
const LETTER_KEPT = 'tungnha-letter' // which letter this phone gives: no secret, and it must outlive a restart

export default async function queue(id) {
  const box = el('div')
  const letter = field('Máy này phát số chữ', choose(LETTERS.map((one) => [one, one]), { value: localStorage.getItem(LETTER_KEPT) ?? 'A' }), { hint: 'Mỗi máy ở buổi này một chữ khác nhau.' })
  letter.input.addEventListener('change', () => localStorage.setItem(LETTER_KEPT, letter.input.value))
  let here

  async function load() {
    here = app.store.config()?.sessions?.find((one) => String(one.id) === id)
    const given = here?.letters?.[app.store.status().device]
    if (given) {
      if (!LETTERS.includes(given)) letter.input.append(el('option', { value: given }, given))
      letter.input.value = given
    }
    letter.node.hidden = !!given
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
    const fresh = nextTicket(all, letter.input.value)
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
  return { title: 'Số thứ tự', refresh: load, nodes: [back('Điểm danh', `diem-danh/${id}`), el('h1', {}, 'Số thứ tự'), box, letter.node] }
}

const numberOf = (ticket) => Number(/\d+$/.exec(ticket)?.[0] ?? 0)
const byTicket = (a, b) => numberOf(a.ticket) - numberOf(b.ticket) || String(a.ticket).localeCompare(String(b.ticket))
const nextTicket = (all, letter) => letter + (1 + Math.max(0, ...all.filter(({ ticket }) => String(ticket).startsWith(letter)).map(({ ticket }) => numberOf(ticket))))
