// The bar that is always there: how much waits, the last contact, whether there is a network, "Gửi ngay".

import { app, clockOf, dayOf, dayWords, today } from './app.js'
import { button, el, fill } from './dom.js'
import { flash, showFlash } from './shell.js'

export function drawBar() {
  const bar = document.getElementById('state')
  const status = app.store.status()
  if (bar.hidden) return
  const waits = status.waiting + (status.left ?? 0) + (status.parcels ?? 0)
  bar.classList.toggle('waits', waits > 0)
  bar.classList.toggle('off', !navigator.onLine)
  fill(bar, words(status, waits), sendButton())
}

function words(status, waits) {
  const first = waits ? [el('span.count', {}, String(waits)), ' việc chờ gửi'] : ['Đã gửi hết']
  return el('p.state-words', {}, el('b', {}, first), el('span', {}, second(status)))
}

function second(status) {
  const { busy, held, of, problem } = app.sending
  if (busy) return of ? `Đang nhận ${held ?? 0}/${of}` : 'Đang gửi…'
  if (!navigator.onLine) return status.lastContact ? `Mất mạng · gửi ${when(status)}` : 'Mất mạng'
  if (problem) return PROBLEMS[problem] ?? 'Chưa gửi được'
  return status.lastContact ? `Có mạng · gửi ${when(status)}` : 'Có mạng · chưa gửi lần nào'
}

// Short enough for the bar; "Gửi ngay" says the whole sentence.
const PROBLEMS = { wait: 'Chưa nối được máy chủ', unclear: 'Mạng chưa cho gửi', 'unknown-device': 'Máy chủ không nhận máy', 'old-app': 'Ứng dụng đã cũ' }

const when = ({ lastContact }) => (dayOf(lastContact) === today() ? clockOf(lastContact) : dayWords(dayOf(lastContact)))

function sendButton() {
  return button(app.sending.busy ? 'Đang gửi' : 'Gửi ngay', sendNow, { disabled: app.sending.busy })
}

// Who asked gets an answer in words, whatever it is.
async function sendNow() {
  const { problem, words } = await app.client.send()
  const { waiting } = app.store.status()
  if (problem) flash('warn', waiting ? 'Chưa gửi được' : 'Chưa liên lạc được', navigator.onLine && problem !== 'wait' ? words : 'Việc đã ghi vẫn còn trong máy. Có mạng là máy tự gửi.')
  else flash('ok', 'Đã gửi hết', words)
  showFlash()
}
