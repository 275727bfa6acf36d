// The sync as the app sees it: one function whoever asks for it (the button, the network coming back, the start, the
// background), one run at a time, and trying again by itself.
import { waitAfter } from '../rules/waiting.js'
import { sendSealed } from './carrying.js'
import { oneAtATime } from './once.js'
import { rounds } from './rounds.js'

const SOON = 5_000 // another tab was sending: it may have looked just before the last save
const EVERY = 10 * 60_000 // without anything to send: messages, doors shared out, a session's queue
const STOPS = ['unknown-device', 'old-app', 'revoked'] // only a person can help: no trying again by itself

/**
 * @typedef {{busy: boolean, problem: string, words: string, total: number, held: number | null, of: number | null, nextAt: number | null}} State
 * @param {{store: object, fetch: typeof fetch, base: string, app: string, now?: () => number, chance?: () => number,
 *   locks?: LockManager, later?: typeof setTimeout, patience?: number}} env
 * @returns {{send: (why?: string) => Promise<State>, start: () => void, stop: () => void, state: () => State, onState: (call: (state: State) => void) => () => void}}
 */
export function makeClient({
  store, fetch, base, app, now = () => Date.now(), chance = Math.random, locks = globalThis.navigator?.locks,
  later = (call, ms) => setTimeout(call, ms), patience,
}) {
  const way = { fetch, base, now, patience }
  const who = globalThis.crypto.randomUUID()
  const listeners = new Set()
  const stops = []
  let state = { busy: false, problem: '', words: '', total: 0, held: null, of: null, nextAt: null }
  let running = null
  let asked = false
  let failures = 0
  let timer = null
  let started = false

  const tell = (change) => {
    state = { ...state, ...change }
    for (const call of listeners) call(state)
  }

  function send() {
    asked = true // a run that is about to end looks once more: what asks may just have been saved or unlocked
    running ||= runs().finally(() => (running = null))
    return running
  }

  async function runs() {
    for (let locked = null; asked; ) {
      const more = locked === null || (!state.problem && (store.status().waiting > 0 || locked !== store.status().locked))
      if (!more) break
      locked = store.status().locked
      asked = false
      await run()
    }
    return state
  }

  async function run() {
    clearTimeout(timer)
    tell({ busy: true, nextAt: null })
    let done
    try {
      done = await oneAtATime('tungnha-sync', () => whole(), { locks, store, now, who })
    } catch (problem) {
      done = { verdict: 'broken', words: problem?.words || 'Máy gặp lỗi khi gửi. Việc đã ghi vẫn còn trong máy.', retryAfter: null }
    }
    const meant = done || { verdict: 'taken', words: '', retryAfter: null } // another tab is at it
    failures = meant.verdict === 'taken' ? 0 : failures + 1
    const calm = done === false ? SOON : EVERY
    const wait = meant.verdict === 'taken' ? calm : waitAfter(failures, chance(), meant.retryAfter)
    const again = started && !STOPS.includes(meant.verdict)
    tell({ busy: false, problem: meant.verdict === 'taken' ? '' : meant.verdict, words: meant.words, nextAt: again ? now() + wait : null })
    if (again) timer = later(send, wait)
  }

  async function whole() {
    // What was done here before the PIN was forgotten goes first, so that the rows which come down know of it; where it
    // cannot go, it holds nothing up.
    if (store.status().left) await sendSealed({ store, way })
    const own = await rounds({ store, way, app, tell })
    if (own.verdict === 'wait' || own.verdict === 'unclear') return own
    const others = await sendSealed({ store, way })
    return own.verdict === 'taken' && others.verdict !== 'taken' ? others : own
  }

  /** Send at once, when the network comes back, when the app is looked at again, when the service worker is woken. */
  function start() {
    started = true
    const on = (target, name, call) => {
      target?.addEventListener?.(name, call)
      stops.push(() => target?.removeEventListener?.(name, call))
    }
    on(globalThis, 'online', send)
    on(globalThis.document, 'visibilitychange', () => document.visibilityState === 'visible' && send())
    on(globalThis.navigator?.serviceWorker, 'message', ({ data }) => data === 'send' && send())
    send()
  }

  function stop() {
    started = false
    clearTimeout(timer)
    for (const one of stops.splice(0)) one()
  }

  return { send, start, stop, state: () => state, onState: (call) => (listeners.add(call), () => listeners.delete(call)) }
}
