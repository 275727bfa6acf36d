// Locking and unlocking. The PIN's key wraps the data key; the data key seals the rows and the device's secrets; the
// carry key, which the server knows too, seals the operations. Decision 0031 says what this protects against.
import { EMPTY_AFTER, pauseAfter, weakPin } from '../rules/pins.js'
import { loadOps } from './outbox.js'
import { loadBlocks } from './rows.js'
import { fromText, keyOf, keyOfPin, randomBytes, ROUNDS, seal, sealJson, unseal, unsealJson } from './seals.js'
import { change, look, Refused } from './writing.js'

/**
 * What makes a request to join that is sent again the same one: an answer may be lost on its way, the app ended meanwhile.
 * Made up once, and kept until the phone has joined. @param {object} s @returns {Promise<string>}
 */
export function joinNonce(s) {
  return change(s, ({ nonce }) => {
    const result = nonce || crypto.randomUUID() + crypto.randomUUID()
    return { main: { nonce: result }, result }
  })
}

/**
 * Begin anew on this phone with what `join` gave. Unsent work of a device that was here before stays, sealed under its
 * own carry key, and is sent by this one.
 * @param {object} s @param {{device: string, secret: string, carry_key: string, epoch?: string, member?: object}} joined
 * @param {string} pin
 */
export async function create(s, joined, pin) {
  const weak = weakPin(pin)
  if (weak) throw new Refused(weak)
  const data = randomBytes(32)
  const locks = await wrapped(data, pin, s.rounds)
  const keys = { data: await keyOf(data), carry: await keyOf(fromText(joined.carry_key)) }
  const secrets = await sealJson(keys.data, { secret: joined.secret, carry_key: joined.carry_key, member: joined.member })
  await change(s, async (main) => {
    if (main.device === joined.device) throw new Refused('Máy này đã vào Tổ bằng mã ấy rồi: xin mở lại ứng dụng, bấm mã PIN đã đặt.')
    return {
      main: { ...BLANK, ...locks, nonce: '', device: joined.device, joinedAt: s.now(), left: (main.waiting || 0) + (main.left || 0), others: Boolean(main.device || main.others) },
      put: [['config', 'keys', secrets]],
      remove: await readable(s),
      done: () => Object.assign(s, fresh(), { keys, secret: joined.secret, member: joined.member || null }),
    }
  })
}

const BLANK = {
  form: 1, seq: 0, waiting: 0, aside: 0, want: [], wrong: 0, notBefore: 0, emptied: '', revoked: false, epoch: null,
  since: null, cursor: null, total: null, lastContact: null, clockOff: null, configHash: null, lowBlock: 0, nextBlock: 0,
}

/** What memory holds of an empty phone. */
export const fresh = () => ({ rows: new Map(), past: new Map(), ops: new Map(), config: null, keys: null, secret: null, member: null })

async function wrapped(data, pin, rounds = ROUNDS) {
  const salt = randomBytes(16)
  return { salt, rounds, wrapped: await seal(await keyOfPin(pin, salt, rounds), data) }
}

/**
 * Each try is counted before it is tested, so that ending the app in the middle wins nothing.
 * @param {object} s @param {string} pin
 * @returns {Promise<{ok: boolean, waitMs: number, left: number, words: string}>}
 */
export async function unlock(s, pin) {
  await look(s, () => {})
  if (!s.main.wrapped) return no(s, 0, 'Máy này chưa đăng ký hoặc đã bị xóa dữ liệu: xin mã mới của Tổ trưởng.')
  const waitMs = pauseLeft(s.main, s.now())
  if (waitMs > 0) return no(s, waitMs, `Nhập sai nhiều lần: xin đợi ${Math.ceil(waitMs / 1000)} giây rồi nhập lại.`)
  await change(s, (main) => ({ main: { wrong: (main.wrong || 0) + 1, notBefore: s.now() + pauseAfter((main.wrong || 0) + 1) } }))
  if (!(await look(s, () => filledWith(s, pin)))) return wrongPin(s)
  await change(s, () => ({ main: { wrong: 0, notBefore: 0 } }))
  return { ok: true, waitMs: 0, left: EMPTY_AFTER, words: '' }
}

async function filledWith(s, pin) {
  const held = [s.box.all('rows'), s.box.all('ops', `${s.main.device}/`), s.box.read('config', 'keys'), s.box.read('config', 'config')]
  const data = await opened(s.main, pin) // slow on purpose; the disk is read meanwhile
  if (data) await fill(s, await keyOf(data), await Promise.all(held))
  return Boolean(data)
}

const no = (s, waitMs, words) => ({ ok: false, waitMs, left: EMPTY_AFTER - (s.main.wrong || 0), words })

/** A clock that was set back must not lock anybody out for a year. */
export function pauseLeft({ notBefore = 0, wrong = 0 }, now) {
  return Math.min(notBefore - now, pauseAfter(wrong))
}

async function opened(main, pin) {
  try {
    return await unseal(await keyOfPin(pin, main.salt, main.rounds), main.wrapped)
  } catch {
    return null
  }
}

async function wrongPin(s) {
  if (s.main.wrong >= EMPTY_AFTER) {
    await empty(s, 'pin')
    return no(s, 0, 'Sai mã PIN 10 lần: danh sách trong máy đã được xóa, việc chưa gửi vẫn còn. Xin mã mới của Tổ trưởng.')
  }
  return no(s, pauseLeft(s.main, s.now()), `Mã PIN chưa đúng. Còn ${EMPTY_AFTER - s.main.wrong} lần.`)
}

/** Memory is filled in one step at the end: a lock in the middle must not find half of it there. */
async function fill(s, data, [blocks, ops, sealed, config]) {
  const { secret, carry_key, member } = await unsealJson(data, sealed)
  const own = { ...fresh(), keys: { data, carry: await keyOf(fromText(carry_key)) }, secret, member }
  const [shown] = await Promise.all([config && unsealJson(data, config), loadBlocks(own, blocks), loadOps(own, ops)])
  Object.assign(s, own, { config: shown || null })
  s.told()
}

/** @param {object} s */
export function lock(s) {
  Object.assign(s, fresh())
  s.told()
}

/** @param {object} s @param {string} old @param {string} pin */
export async function changePin(s, old, pin) {
  const weak = weakPin(pin)
  if (weak) return no(s, 0, weak)
  const tried = await unlock(s, old)
  if (!tried.ok) return tried
  const locks = await wrapped(await opened(s.main, old), pin, s.rounds)
  await change(s, () => ({ main: locks }))
  return tried
}

/**
 * Rows, config and keys go; operations nobody acknowledged stay sealed under the carry key, to be carried out.
 * @param {object} s @param {"pin" | "revoked"} why
 */
export function empty(s, why) {
  return change(s, async (main) => {
    const ops = why === 'revoked' ? (await s.box.all('ops', `${main.device}/`)).filter(([, record]) => record.state !== 'waiting') : []
    return {
      main: { ...BLANK, seq: main.seq, waiting: main.waiting, left: main.left, emptied: why, revoked: why === 'revoked', wrapped: null, salt: null },
      remove: [...(await readable(s)), ...ops.map(([key]) => ['ops', key])],
      done: () => Object.assign(s, fresh()),
    }
  })
}

/** All that opens under the data key: household documents, config, secrets, drafts. */
async function readable(s) {
  const keys = await Promise.all(['rows', 'config'].map(async (store) => (await s.box.all(store)).map(([key]) => [store, key])))
  return keys.flat()
}
