// The operations of this device: saved, answered, offered again, and dropped 30 days after the server had them.
import { sealJson, unsealJson } from './seals.js'
import { change, Refused } from './writing.js'

const KEPT = 30 * 86_400_000
const LOOKED_AT = ['aside', 'refused'] // in sight until a person looked

/** @returns {string} so that keys stand in sequence */
export const opKey = (device, seq) => `${device}/${String(seq).padStart(9, '0')}`

/**
 * Save what was done; resolved when it is on the disk. The same id again saves nothing: with other content it throws.
 * @param {object} s @param {import('../rules/operations.js').Operation[]} ops @returns {Promise<object[]>} with their seq
 */
export function save(s, ops) {
  return change(s, async (main) => {
    if (!s.keys) throw new Refused('Ứng dụng đang khóa: xin nhập mã PIN rồi lưu lại.')
    const fresh = ops.filter((op) => !isSaved(s, op))
    const saved = fresh.map((op, at) => ({ ...op, seq: (main.seq || 0) + 1 + at }))
    const records = await Promise.all(saved.map(async (op) => ({
      id: op.id, seq: op.seq, state: 'waiting', sealed: await sealJson(s.keys.carry, op),
    })))
    return {
      main: { seq: (main.seq || 0) + saved.length, waiting: (main.waiting || 0) + saved.length },
      put: records.map((record) => ['ops', opKey(main.device, record.seq), record]),
      done: () => records.forEach((record, at) => s.ops.set(record.id, { record, op: saved[at] })),
      result: ops.map((op) => s.ops.get(op.id)?.op || saved.find((one) => one.id === op.id)),
    }
  })
}

function isSaved(s, op) {
  const known = s.ops.get(op.id)?.op
  if (known && JSON.stringify(known.content) !== JSON.stringify(op.content)) {
    throw new Refused('Việc này đã được lưu với nội dung khác: xin ghi thành một việc mới.')
  }
  return Boolean(s.ops.get(op.id))
}

/** Read from the box what this device keeps; unsealed is what waits or is not in the rows yet. @param {object} s */
export async function loadOps(s, pairs) {
  const before = s.ops
  const read = async ([, record]) => {
    const known = before.get(record.id)?.op
    return [record.id, { record, op: known || (isShown(record) ? await unsealJson(s.keys.carry, record.sealed) : null) }]
  }
  s.ops = new Map(await Promise.all(pairs.map(read)))
}

const isShown = (record) => record.state === 'waiting' || record.over === true

/** Own work that the rows do not show yet, in sequence. @param {object} s @returns {object[]} */
export function ownWork(s) {
  const shown = [...s.ops.values()].filter(({ record, op }) => op && isShown(record) && record.answer !== 'refused')
  return shown.sort((a, b) => a.record.seq - b.record.seq).map(({ record, op }) => ({ ...op, state: record.state }))
}

/** @param {object} s @returns {object[]} what is to be sent */
export const waitingOps = (s) => ownWork(s).filter((op) => op.state === 'waiting').map(({ state, ...op }) => op)

/** Everything kept, newest first, with what the server said. @param {object} s @returns {Promise<object[]>} */
export async function listOps(s) {
  const all = [...s.ops.values()].sort((a, b) => b.record.seq - a.record.seq)
  return Promise.all(all.map(async (held) => {
    const { state, answer = null, answeredAt = null, seen = false, sealed, told } = held.record
    held.op ||= await unsealJson(s.keys.carry, sealed)
    return { ...held.op, state, answer, answeredAt, seen, ...(told && (await unsealJson(s.keys.carry, told))) }
  }))
}

/**
 * The records that an answer of the server changes.
 * @param {object} s @param {object} main
 * @param {{body: object, answers: Map<string, object>, at: number}} reply
 * @returns {Promise<{records: object[], dropped: object[], past: object[], restored: boolean}>}
 */
export async function answered(s, main, { body, answers, at }) {
  const changed = new Map()
  for (const [id, answer] of answers) {
    const record = s.ops.get(id)?.record
    if (record?.state === 'waiting') changed.set(id, await withAnswer(s, record, answer, at))
  }
  const restored = Boolean(main.epoch && body.epoch && main.epoch !== body.epoch)
  const from = restored ? 0 : body.offer_from ?? Infinity
  const past = []
  const dropped = []
  for (const [id, { record, op }] of s.ops) {
    const now = changed.get(id) || record
    if (now.state === 'answered' && !answers.has(id) && now.seq >= from) changed.set(id, offeredAgain(now))
    else if (now.over && !body.cursor) {
      changed.set(id, { ...now, over: false }) // the rows of this same answer were read after it was stored
      if (op) past.push(op)
    } else if (isOld(now, at)) dropped.push(now)
  }
  return { records: [...changed.values()], dropped, past, restored }
}

async function withAnswer(s, record, { answer, why, with: others }, at) {
  const told = why || others ? await sealJson(s.keys.carry, { why, with: others }) : undefined
  return { ...record, state: 'answered', answer, answeredAt: at, over: answer !== 'refused', told }
}

export const offeredAgain = ({ answer, answeredAt, over, told, ...record }) => ({ ...record, state: 'waiting' })

export const needsLook = (record) => record.state === 'answered' && LOOKED_AT.includes(record.answer) && !record.seen

const isOld = (record, at) =>
  record.state === 'answered' && !record.over && !needsLook(record) && isPast(record, at)

/** Kept long enough for a server that was restored from a backup. */
export const isPast = (record, at) => at - record.answeredAt > KEPT

/** A person looked at what was set aside or refused. @param {object} s @param {string} id */
export function seen(s, id) {
  return change(s, (main) => {
    const held = s.ops.get(id)
    if (!held || !needsLook(held.record)) return null
    const record = { ...held.record, seen: true }
    return {
      main: { aside: main.aside - 1 },
      put: [['ops', opKey(main.device, record.seq), record]],
      done: () => (held.record = record),
    }
  })
}
