// Where the browser has it, the service worker is woken when the network is back; it tells an open window to send.

/** The word between the app, its service worker and the browser. */
export const TAG = 'send'

/** @param {ServiceWorkerRegistration | null} registration @returns {Promise<boolean>} whether the browser will wake us */
export async function askLater(registration) {
  try {
    await registration.sync.register(TAG)
    return true
  } catch {
    return false // Safari and Firefox have none, and a person may refuse it: `online`, the start and the button remain
  }
}
