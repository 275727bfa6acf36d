// One sync at a time, however many tabs are open.

const LEASE = 60_000

/**
 * @param {string} name
 * @param {() => Promise<any>} work
 * @param {{locks?: LockManager, store: object, now: () => number, who: string}} env without locks, a lease in the store
 *   that runs out by itself when its tab is killed
 * @returns {Promise<any>} false when another has it
 */
export async function oneAtATime(name, work, { locks, store, now, who }) {
  if (locks) return locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : false))
  const hold = () => store.lease(who, now() + LEASE)
  if (!(await hold())) return false
  const timer = setInterval(() => hold().catch(() => {}), LEASE / 3)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    await store.lease(who, 0).catch(() => {})
  }
}
