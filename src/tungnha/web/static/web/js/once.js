// A button pressed twice sends once. A slow line shows nothing for some seconds, and people press again.
const WAIT = 8 * 1000 // ms: after that the line is lost, and pressing again is meant

export function sendOnce(root) {
  let sent = new WeakMap() // form → what it sent, and when
  addEventListener('pageshow', event => {
    if (event.persisted) sent = new WeakMap() // come back to by the back button: to send again is meant
  })
  root.addEventListener('submit', event => {
    const form = event.target
    if (event.defaultPrevented || form.getAttribute('method')?.toLowerCase() !== 'post') return
    const words = new URLSearchParams(new FormData(form, event.submitter)).toString()
    const before = sent.get(form)
    const now = Date.now()
    if (before?.words === words && now - before.at < WAIT) event.preventDefault()
    else sent.set(form, { words, at: now })
  })
}
