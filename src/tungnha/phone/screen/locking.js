// Who lays the phone aside need not think of locking it. What was begun at a door is still there afterwards.

import { app, now } from './app.js'
import { anythingBegun, keepNow, putAway } from './draft.js'
import { newVersionWaits, useNewVersion } from './versions.js'

const LEFT_FOR = 10 * 60 * 1000 // ten minutes: long enough to help somebody in another app on the same phone
let leftAt = 0

// The address stays: after the PIN the same door is open again. With something begun there no version changes.
async function lockHere() {
  const begun = anythingBegun()
  await putAway()
  await app.store.lock()
  if (newVersionWaits() && !begun) await useNewVersion()
}

export function lockWhenLeft() {
  document.addEventListener('visibilitychange', async () => {
    if (document.hidden) {
      leftAt = now()
      keepNow()
    } else if (leftAt && now() - leftAt > LEFT_FOR && !app.store.status().locked) await lockHere()
  })
}
