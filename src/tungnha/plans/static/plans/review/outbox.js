// Changes on their way to the server: one at a time, in order, kept on this machine until the server says yes.
import { afterReply, moveOn, waitFor } from './rules.js'

const newKey = () => crypto.randomUUID?.() ?? '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, c => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16))

export class Outbox extends EventTarget {
  constructor({ url, token, store, known }) {
    super()
    Object.assign(this, { url, token, store, known, tries: 0, busy: false, timer: 0, state: 'still' })
    this.queue = JSON.parse(localStorage.getItem(store) ?? '[]')
  }

  // fields: pairs of name and value; items: what the change speaks of; known: what the page had seen when it was made.
  put(fields, items, key = newKey(), seen = this.known) {
    this.queue.push({ key, seen, fields, items })
    this.#keep()
    return this.send()
  }

  // Whoever asks while a change is on its way waits until that way is at its end.
  send() {
    this.way ??= this.#empty().finally(() => { this.way = null })
    return this.way
  }

  async #empty() {
    clearTimeout(this.timer)
    if (!this.queue.length) return this.#say('still')
    while (this.queue.length) {
      this.busy = true
      this.#say('sending')
      const entry = this.queue[0]
      const { status, isJson, answer } = await this.#post(entry)
      this.busy = false
      const fate = afterReply(status, isJson)
      if (fate === 'again' || fate === 'log-in') return this.#wait(fate)
      this.tries = 0
      this.queue.shift()
      if (isJson) this.#learn(answer)
      this.#keep()
      this.#say('sending')
      this.dispatchEvent(new CustomEvent(fate, { detail: { entry, answer } }))
    }
    this.#say('still')
  }

  async ask() { // what others changed; nothing is asked while something of ours is on its way
    if (this.busy || this.queue.length) return
    const reply = await fetch(`${this.url}?known=${this.known}`, { credentials: 'same-origin' }).catch(() => null)
    if (!reply?.ok || !reply.headers.get('content-type')?.includes('json') || this.busy) return
    const answer = await reply.json()
    this.#learn(answer)
    this.dispatchEvent(new CustomEvent('news', { detail: { answer } }))
  }

  async #post(entry) {
    const body = new URLSearchParams([...entry.fields, ['key', entry.key], ['seen', entry.seen], ['known', this.known]])
    try {
      const reply = await fetch(this.url, { method: 'POST', body, headers: { 'X-CSRFToken': this.token }, credentials: 'same-origin' })
      const isJson = Boolean(reply.headers.get('content-type')?.includes('json'))
      return { status: reply.status, isJson, answer: isJson ? await reply.json() : null }
    } catch {
      return { status: 0, isJson: false, answer: null }
    }
  }

  #learn(answer) {
    if (answer.number === undefined) return
    if (answer.kept) this.queue = moveOn(this.queue, answer.kept, (answer.by_others ?? []).flat())
    this.known = Math.max(this.known, answer.number)
  }

  #wait(fate) {
    this.tries += 1
    this.timer = setTimeout(() => this.send(), waitFor(this.tries))
    this.#say(fate === 'again' ? 'offline' : 'log-in')
  }

  #keep() {
    if (this.queue.length) localStorage.setItem(this.store, JSON.stringify(this.queue))
    else localStorage.removeItem(this.store)
  }

  #say(state) {
    this.state = state
    this.dispatchEvent(new CustomEvent('state', { detail: { state, waiting: this.queue.length } }))
  }
}
