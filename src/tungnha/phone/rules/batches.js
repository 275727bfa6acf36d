// How much goes up in one request.

export const MOST = 200
export const BYTES = 512 * 1024 - 8 * 1024 // the server's limit less the frame around the operations

const encoder = new TextEncoder()

/**
 * The next operations to send, oldest first; at least one, so that a large one is tried alone.
 * @template {{id: string, seq: number}} T
 * @param {T[]} waiting
 * @param {{most?: number, bytes?: number, skip?: Set<string>}} [limits] `skip`: ids that proved too large by themselves
 * @returns {T[]}
 */
export function nextBatch(waiting, { most = MOST, bytes = BYTES, skip = new Set() } = {}) {
  const batch = []
  let size = 0
  for (const op of waiting.filter((one) => !skip.has(one.id)).sort((a, b) => a.seq - b.seq)) {
    size += encoder.encode(JSON.stringify(op)).length + 1
    if (batch.length && (batch.length >= most || size > bytes)) break
    batch.push(op)
  }
  return batch
}

/** How many to try after a batch of `sent` was too large; 0 when one alone was. @param {number} sent @returns {number} */
export const halved = (sent) => Math.floor(sent / 2)
