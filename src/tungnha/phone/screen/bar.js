// The bar that is always there: how much waits, the last contact, whether there is a network, "Gửi ngay".

import { app, clockOf, dayOf, dayWords, today } from './app.js'
import { button, el, fill } from './dom.js'
import { flash, showFlash } from './shell.js'

// The button stays the same node: a finger that is on it while the words change must not miss.
export function drawBar() {
  const bar = document.getElementById('state')
  const status = app.store.status()
  if (bar.hidden) return
  if (!bar.firstChild) bar.append(el('p.state-words', {}, el('b'), el('span')), button('Gửi ngay', sendNow))
  const [first, second] = bar.firstChild.children
  const waits = status.waiting + status.left + status.parcels
  bar.classList.toggle('waits', waits > 0)
  bar.classList.toggle('off', !navigator.onLine)
  fill(first, waits ? [el('span.count', {}, String(waits)), ' việc chờ gửi'] : 'Đã gửi hết')
  second.textContent = wayWords(status)
  bar.lastChild.lastChild.textContent = app.sending.busy ? 'Đang gửi' : 'Gửi ngay'
}

function wayWords(status) {
  const { busy, held, of, problem } = app.sending
  if (busy) return of ? `Đang nhận ${held ?? 0}/${of}` : 'Đang gửi…'
  const way = !navigator.onLine ? 'Mất mạng' : problem ? PROBLEMS[problem] ?? 'Chưa gửi được' : 'Có mạng'
  if (problem === 'revoked') return way
  return status.lastContact ? `${way} · gửi ${when(status)}` : `${way} · chưa gửi lần nào`
}

// Short enough for the bar; "Gửi ngay" says the whole sentence.
const PROBLEMS = { revoked: 'Máy đã được thu hồi', wait: 'Chưa nối', unclear: 'Mạng chưa cho gửi', 'unknown-device': 'Máy chủ không nhận máy', 'old-app': 'Ứng dụng đã cũ' }

const when = ({ lastContact }) => (dayOf(lastContact) === today() ? clockOf(lastContact) : dayWords(dayOf(lastContact)))

// Who asked gets an answer in words, whatever it is.
async function sendNow() {
  const { problem, words } = await app.client.send()
  const { waiting } = app.store.status()
  if (problem) flash('warn', waiting ? 'Chưa gửi được' : 'Chưa liên lạc được', navigator.onLine && problem !== 'wait' ? words : 'Việc đã ghi vẫn còn trong máy. Có mạng là máy tự gửi.')
  else flash('ok', 'Đã gửi hết', words)
  showFlash()
}
