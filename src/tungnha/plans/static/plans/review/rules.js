// What to do with a change once the server has answered, and what a later change may count as seen. Pure.
export const WAITS = [2, 5, 15, 30] // seconds before the next try

export function afterReply(status, isJson) {
  if (status >= 200 && status < 300) return isJson ? 'saved' : 'log-in' // a log-in page answers 200 too
  if (!status || status >= 500 || status === 408 || status === 429) return 'again'
  if (status === 401 || status === 403) return 'log-in'
  if (status === 409 && isJson) return 'clash'
  return 'refused' // understood and not taken: a person must look
}

export const waitFor = tries => WAITS[Math.min(tries, WAITS.length) - 1] * 1000

// Our own change moves on what the changes behind it have seen, unless another officer changed their items meanwhile.
export function moveOn(queue, number, itemsOfOthers) {
  const theirs = new Set(itemsOfOthers)
  return queue.map(entry => (entry.items.some(item => theirs.has(item)) ? entry : { ...entry, seen: Math.max(entry.seen, number) }))
}
