// A frame for the camera on any screen: opened by a button, closed at once when a code is read.

import { button, el, fill, note } from './dom.js'
import { scan } from './scanner.js'
import { say } from './shell.js'

// onText(text) → true when it was what was looked for, or words that say why not. → {node, leave}
export function camera(words, onText, kind = 'main') {
  const node = el('div.scan')
  let stop = () => {}

  function open() {
    const video = el('video', { playsinline: true, muted: true, 'aria-label': 'Hình camera' })
    video.muted = true
    const told = el('p.center', { role: 'status' }, 'Đưa mã QR vào giữa khung, giữ yên tay.')
    fill(node, el('div.camera', {}, video), told, button('Dừng quét', close, { kind: 'wide' }))
    stop = scan(video, async (text) => {
      const said = await onText(text)
      if (said === true) {
        close()
        say('Đã quét xong')
        return true
      }
      told.textContent = said
      return false
    }, (problem) => {
      close()
      node.prepend(note('warn', '', problem))
    })
  }

  function close() {
    stop()
    stop = () => {}
    fill(node, button(words, open, { kind: `${kind}.wide`, icon: 'camera' }))
  }

  close()
  return { node, leave: () => stop() }
}
