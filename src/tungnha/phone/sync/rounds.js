// The rounds of one sync: batches up and deltas down until nothing waits and nothing more comes.
import { halved, MOST, nextBatch } from '../rules/batches.js'
import { clockOff, clockWords } from '../rules/clock.js'
import { afterReply } from '../rules/replies.js'
import { post } from './requests.js'

const TURNS = 3 // how often one sync lets the server ask for old work again, or asks for what it should have
const ROWS = 500

/**
 * @typedef {{verdict: string, words: string, retryAfter: number | null}} Outcome
 * @param {{store: object, way: object, app: string, tell: (state: object) => void}} env
 * @returns {Promise<Outcome>} of the last request; "taken" when all went well
 */
export async function rounds({ store, way, app, tell }) {
  const run = { most: MOST, skip: new Set(), offers: 0, turns: 0, cursors: new Set(), words: '' }
  for (;;) {
    const mine = await store.forSync()
    if (!mine) return outcome('taken', run) // locked meanwhile
    const batch = nextBatch(mine.ops, run)
    tell({ total: mine.ops.length, ...download(store) })
    const reply = await post(way, 'sync', request(mine, batch, app, way.now()), `Device ${mine.device}.${mine.secret}`)
    const meant = afterReply({ ...reply, sent: batch.map((op) => op.id) })
    if (meant.verdict === 'too-large' && smaller(run, batch)) continue
    if (meant.verdict !== 'taken') return meant
    const off = clockOff({ now: reply.body.now, ...reply })
    const taken = await store.take({ body: reply.body, answers: meant.answers, clockOff: off })
    if (!taken) return outcome('taken', run) // locked meanwhile: what was stored is answered alike the next time
    const { more, offered } = taken
    run.words = clockWords(off)
    for (const op of batch) if (!meant.answers.has(op.id)) run.skip.add(op.id) // no word about it: the next sync asks again
    if (offered && (run.offers += 1) > TURNS) return { ...outcome('unclear', run), words: 'Máy chủ hỏi lại việc cũ mãi: máy sẽ thử lại sau.' }
    const left = (await store.forSync())?.ops.some((op) => !run.skip.has(op.id))
    if (reply.body.device === 'revoked' && !left) return revoked(store, run)
    if (!left && !goesOn(more, reply.body, run)) return outcome(run.skip.size ? 'wait' : 'taken', run)
  }
}

const outcome = (verdict, run) => ({ verdict, words: run.words, retryAfter: null })

function request({ device, secret, ops, ...mine }, batch, app, now) {
  return { protocol: 1, app, now: new Date(now).toISOString(), rows: ROWS, ...mine, ops: batch }
}

/** Whether to try again with less; an operation that is too large alone waits aside, and the next ones go on. */
function smaller(run, batch) {
  if (!batch.length) return false
  run.most = Math.max(1, halved(batch.length))
  if (batch.length === 1) run.skip.add(batch[0].id)
  return true
}

/** More of a download to come, or to be asked for; a cursor given twice would go round for ever. */
function goesOn(more, { cursor }, run) {
  if (cursor == null) return more && (run.turns += 1) <= TURNS
  if (run.cursors.has(cursor)) return false
  run.cursors.add(cursor)
  return true
}

async function revoked(store, run) {
  await store.empty('revoked')
  return { ...outcome('revoked', run), words: 'Máy này đã được thu lại: việc đã ghi đã gửi hết, danh sách trong máy đã xóa.' }
}

function download(store) {
  const { downloading, held, total } = store.status()
  return downloading ? { held, of: total } : { held: null, of: null }
}
