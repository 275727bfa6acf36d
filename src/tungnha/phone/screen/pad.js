// Six digits on keys as large as a thumb. A keyboard works too. What is typed is shown as dots and never kept here.

import { el, fill } from './dom.js'

export const LENGTH = 6

// onFull(pin) is called with six digits; until it is done no key answers. → {node, clear, stop, leave}
export function makePad(onFull) {
  let typed = ''
  let shut = false
  const dots = el('ol.pin', { 'aria-hidden': 'true' })
  const told = el('p.hidden-visually', { role: 'status' })
  const keys = [...'123456789'].map((digit) => key(digit))
  const wipe = el('button.word', { type: 'button', on: { click: () => clear() } }, 'Xóa hết')
  const undo = el('button.word', { type: 'button', 'aria-label': 'Xóa một số', on: { click: () => press('<') } }, '⌫')
  const pad = el('div.pad', { role: 'group', 'aria-label': 'Bàn phím số' }, keys, wipe, key('0'), undo)

  function key(digit) {
    return el('button', { type: 'button', on: { click: () => press(digit) } }, digit)
  }

  async function press(digit) {
    if (shut) return
    typed = digit === '<' ? typed.slice(0, -1) : (typed + digit).slice(0, LENGTH)
    draw()
    if (typed.length < LENGTH) return
    const pin = typed
    close(true)
    try {
      await onFull(pin)
    } finally {
      clear()
      close(held)
    }
  }

  let held = false
  function close(yes) {
    shut = yes
    for (const button of pad.children) button.disabled = yes
  }
  function draw() {
    fill(dots, Array.from({ length: LENGTH }, (_, i) => el(i < typed.length ? 'li.full' : 'li')))
    told.textContent = `Đã bấm ${typed.length} trong ${LENGTH} số`
  }
  function clear() {
    typed = ''
    draw()
  }
  // While one has to wait, the keys rest.
  function stop(yes) {
    held = yes
    close(yes)
  }
  const byKeyboard = (event) => {
    if (/^[0-9]$/.test(event.key)) press(event.key)
    else if (event.key === 'Backspace') press('<')
  }
  document.addEventListener('keydown', byKeyboard)
  draw()
  return { node: el('div', {}, dots, told, pad), clear, stop, leave: () => document.removeEventListener('keydown', byKeyboard) }
}
