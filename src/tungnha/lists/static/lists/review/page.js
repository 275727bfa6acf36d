// The review queue with script: from row to row without a new page. Without script the same forms and links are pages.
import { ask, whyNot } from './ask.js'
import { keyOf } from './keys.js'

const NEWS_EVERY = 30 * 1000 // the row in hand stays ours, and what others did is shown
const root = document.querySelector('[data-review]')
const part = name => root.querySelector(`[data-part="${name}"]`)
const said = root.querySelector('[data-said]')
let busy = false
let live = 0

function say(words, { problem = false, again = null } = {}) {
  said.replaceChildren(words)
  said.classList.toggle('is-problem', problem)
  if (!again) return
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn', textContent: 'Gửi lại' })
  button.addEventListener('click', again)
  said.append(' ', button)
  button.focus()
}

function put(name, html) {
  part(name).innerHTML = html
  part(name).dispatchEvent(new CustomEvent('htmx:load', { bubbles: true })) // page.js of the house dresses it
}

function take(answer) {
  for (const name of ['tools', 'beside', 'main']) if (answer[name] !== undefined) put(name, answer[name])
  if (answer.main === undefined) return say(answer.problem ?? '', { problem: Boolean(answer.problem) })
  root.dataset.number = answer.number ?? ''
  history.replaceState(null, '', answer.number ? `${root.dataset.url}?dong=${answer.number}` : root.dataset.url)
  say(answer.problem || answer.said || '', { problem: Boolean(answer.problem) })
  const first = part('main').querySelector('[data-focus-panel]') ?? part('main').querySelector('[data-focus-now]')
  first?.focus({ preventScroll: true })
  const top = part('main').getBoundingClientRect().top
  if (top < 0 || top > innerHeight / 2) root.scrollIntoView({ block: 'start' })
}

async function go(url, body) {
  if (busy) return // a key pressed twice must not decide the next row unseen
  busy = true
  root.classList.add('is-busy')
  const { status, answer } = await ask(url, body)
  busy = false
  root.classList.remove('is-busy')
  if (answer) take(answer)
  else say(whyNot(status), { problem: true, again: () => go(url, body) })
}

document.addEventListener('submit', event => {
  const form = event.target
  if (!form.matches('[data-send]')) return
  event.preventDefault()
  if (event.submitter || !form.matches('[data-live]')) go(form.action, new FormData(form, event.submitter))
})
document.addEventListener('click', event => {
  const link = event.target.closest('a[data-go]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
  event.preventDefault()
  go(link.href)
})

// --- looking for somebody while one types ---------------------------------------------------------------------------

document.addEventListener('input', event => {
  const form = event.target.closest('form[data-live]')
  if (!form) return
  clearTimeout(live)
  live = setTimeout(() => look(form), 250)
})

async function look(form) {
  const body = new FormData(form)
  const { answer } = await ask(form.action, body)
  const results = document.getElementById(form.dataset.find)
  if (!answer?.main || !results || form.elements.tim.value !== body.get('tim')) return
  const drawn = Object.assign(document.createElement('template'), { innerHTML: answer.main })
  results.replaceChildren(...drawn.content.querySelector('[data-results]').childNodes)
  results.dispatchEvent(new CustomEvent('htmx:afterSwap'))
}

// --- keys -----------------------------------------------------------------------------------------------------------

const off = document.querySelector('[data-keys-off]')
off.checked = localStorage.getItem('phim-tat') === 'tat'
off.addEventListener('change', () => localStorage.setItem('phim-tat', off.checked ? 'tat' : 'bat'))

document.addEventListener('keydown', event => {
  const key = keyOf(event, off.checked)
  const wanted = key === 'Escape' ? '[data-escape]' : `[data-key="${key}"]`
  const button = key && root.querySelector(wanted)
  if (!button || document.querySelector('dialog[open]')) return
  event.preventDefault()
  button.click()
})

// --- others ---------------------------------------------------------------------------------------------------------

setInterval(async () => {
  if (document.visibilityState !== 'visible' || busy) return
  const { answer } = await ask(`${root.dataset.news}?dong=${root.dataset.number}`)
  if (answer && !busy) for (const name of ['tools', 'beside']) if (!part(name).contains(document.activeElement)) put(name, answer[name])
}, NEWS_EVERY)

addEventListener('pagehide', () => {
  const leave = new FormData()
  leave.set('deed', 'leave')
  leave.set('csrfmiddlewaretoken', document.querySelector('[name=csrfmiddlewaretoken]')?.value ?? '')
  navigator.sendBeacon(root.dataset.url, leave)
})

document.documentElement.classList.add('has-review')
