// The frame: which screen stands, the bar above it, the way below it. The address is the part behind "#", so that the
// phone's own back key works; it holds keys, never names.

import { app, wordsOf } from './app.js'
import { drawBar } from './bar.js'
import { drawTabs } from './tabs.js'
import { el, fill, note } from './dom.js'

const SCREENS = {
  '': () => import('./list.js'),
  nha: () => import('./door.js'),
  'them-nguoi': () => import('./add_person.js'),
  'them-ho': () => import('./add_household.js'),
  the: () => import('./card.js'),
  'cho-gui': () => import('./waiting.js'),
  'mang-ra': () => import('./carry.js'),
  'nhan-vao': () => import('./take_in.js'),
  to: () => import('./leader.js'),
  'kho-khan': () => import('./difficulty.js'),
  'tra-loi': () => import('./answers.js'),
  buoi: () => import('./sessions.js'),
  'diem-danh': () => import('./session.js'),
  so: () => import('./queue.js'),
  'tai-lieu': () => import('./materials.js'),
  'loi-nhan': () => import('./messages.js'),
  'huong-dan': () => import('./help.js'),
  'doi-ma': () => import('./change_pin.js'),
  them: () => import('./menu.js'),
  'the-to': () => import('../badge/screen.js'),
}
const OPEN_TO_ALL = new Set(['mang-ra', 'huong-dan']) // also while locked: no names in them

let current = null // what the screen that stands gave: {title, leave, refresh}
let turn = 0

export const place = () => {
  const [name, ...args] = location.hash.slice(1).split('/')
  return { name, args }
}

export function go(to) {
  if (location.hash === '#' + to || (!to && !location.hash)) render()
  else location.hash = to
}

export function flash(tone, title, ...lines) {
  app.flash = note(tone, title, ...lines)
  app.flashed = title
}

// Laid on top of the screen that stands; the one before it goes.
export function showFlash() {
  if (!app.flash) return
  const screen = document.getElementById('screen')
  screen.querySelector(':scope > .flash')?.remove()
  app.flash.classList.add('flash')
  screen.prepend(app.flash)
  say(app.flashed)
  app.flash = null
}

export function say(words) {
  document.getElementById('said').textContent = words
}

function stateOf({ emptied, joined, locked }) {
  return emptied ? 'emptied' : !joined ? 'new' : locked ? 'locked' : 'open'
}

function which() {
  const status = app.store.status()
  const { name, args } = place()
  const code = /^(?:gia-nhap|ma)=(.+)$/.exec(name)
  const state = stateOf(status)
  const joining = code || name === 'gia-nhap' || state === 'new'
  if (joining) return { load: () => import('./join.js'), args: [code?.[1]], state }
  if (OPEN_TO_ALL.has(name) || state === 'open') return { load: SCREENS[name] ?? SCREENS[''], args, name: SCREENS[name] ? name : '', state }
  return { load: () => (state === 'emptied' ? import('./emptied.js') : import('./unlock.js')), args: [], state }
}

// A slower screen asked for earlier must not lay itself over a later one.
export async function render() {
  const mine = ++turn
  const wanted = which()
  let made
  try {
    made = await (await wanted.load()).default(...wanted.args)
  } catch (problem) {
    made = broken(problem)
  }
  if (mine !== turn) return made.leave?.()
  current?.leave?.()
  current = made
  stand(made)
  current.state = wanted.state
  drawFrame(wanted)
}

function stand(made) {
  const screen = document.getElementById('screen')
  for (const sheet of document.querySelectorAll('dialog')) sheet.close()
  fill(screen, made.nodes)
  document.title = `${made.title} · Từng Nhà`
  showFlash()
  scrollTo(0, screen.querySelector('.flash') ? 0 : made.scroll ?? 0)
  const head = screen.querySelector('h1')
  head?.setAttribute('tabindex', '-1')
  head?.focus({ preventScroll: true })
}

function drawFrame({ name, state }) {
  document.getElementById('state').hidden = state === 'new'
  drawBar()
  drawTabs(name, state !== 'open' || !!current.act)
}

function broken(problem) {
  console.error(problem)
  return {
    title: 'Chưa mở được',
    nodes: [
      el('h1', {}, 'Chưa mở được trang này'),
      note('bad', 'Việc đã lưu vẫn còn nguyên trong máy.', wordsOf(problem) ?? 'Mời bấm “Về danh sách”. Nếu vẫn thế, tắt ứng dụng rồi mở lại.'),
      el('a.btn.main.wide', { href: '#', on: { click: () => go('') } }, 'Về danh sách'),
    ],
  }
}

// What the server or another window changed shows by itself, where the screen knows how.
export async function refresh() {
  drawBar()
  if (stateOf(app.store.status()) !== current.state && !current.alone) return render()
  return current.refresh?.()
}
