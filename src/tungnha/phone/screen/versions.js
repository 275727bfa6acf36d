// A new version comes by itself and waits; it takes over where nothing is half done: while the app is locked.

import { app } from './app.js'
import { putAway } from './draft.js'
import { go, refresh } from './shell.js'

// Whether the app itself lies in the phone whole: only then is it true that no network is needed.
export const isInPhone = () => Promise.race([navigator.serviceWorker?.ready.then(() => true), new Promise((done) => setTimeout(done, 20_000, false))])

export const newVersionWaits = () => !!app.registration?.waiting

export async function listenForVersions() {
  if (!('serviceWorker' in navigator)) return
  const first = !navigator.serviceWorker.controller
  navigator.serviceWorker.addEventListener('controllerchange', () => first || leaveOld())
  app.registration = await navigator.serviceWorker.register('/dt/sw.js', { scope: '/dt/', updateViaCache: 'none' }).catch(() => null)
  app.registration?.addEventListener('updatefound', ({ target }) => target.installing?.addEventListener('statechange', refresh))
  document.addEventListener('visibilitychange', () => document.hidden || app.registration?.update().catch(() => {})) // an app left open for days asks too
}

let asked = false
export async function useNewVersion() {
  asked = true
  app.registration?.waiting?.postMessage('take-over')
}

// Another window of ours may have asked for it: this one goes on with its own files until it is locked.
async function leaveOld() {
  if (asked || app.store.status().locked) location.reload()
}

export async function lock() {
  await putAway()
  await app.store.lock()
  if (newVersionWaits()) return useNewVersion()
  go('')
}
