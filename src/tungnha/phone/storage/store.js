// The phone's store: what the screens and the sync see of storage. Everything personal is sealed; what `status` gives
// stands plain, so that a locked phone still says how much waits.
import { surelyBehind } from '../rules/clock.js'
import { withOwn, withOwnSessions } from '../rules/overlay.js'
import { doorsText, mergeDelta, pastOf } from '../rules/merge.js'
import { answered, listOps, loadOps, needsLook, opKey, ownWork, save, seen, waitingOps } from './outbox.js'
import { keepDrafts, keptDrafts } from './drafts.js'
import { carried, carryOut, othersAgain, pending, takeIn } from './parcels.js'
import { blockWrite, freshBlocks } from './rows.js'
import { digest, sealJson, unsealJson } from './seals.js'
import { changePin, create, empty, fresh, joinNonce, lock, pauseLeft, unlock } from './vault.js'
import { change, lease, look } from './writing.js'

const MOST_WANTED = 500

/**
 * @param {import('./box.js').Box} box
 * @param {{now?: () => number, rounds?: number}} [env] the phone's clock; rounds of PBKDF2, fewer in tests only
 * @returns {Promise<object>} see README.md
 */
export async function openStore(box, { now = () => Date.now(), rounds } = {}) {
  const listeners = new Set()
  const s = { box, now, rounds, main: {}, queue: Promise.resolve(), view: null, ...fresh() }
  s.told = () => {
    s.view = null
    for (const call of listeners) call()
  }
  s.reload = (main) => reload(s, main)
  await look(s, () => {})
  const refresh = () => change(s, () => null).then(s.told)
  box.onOther?.(refresh)
  return {
    status: () => status(s),
    refresh,
    joinNonce: () => joinNonce(s),
    create: (joined, pin) => create(s, joined, pin),
    unlock: (pin) => unlock(s, pin),
    lock: () => lock(s),
    changePin: (old, pin) => changePin(s, old, pin),
    empty: (why) => empty(s, why),
    save: (ops) => save(s, ops),
    seen: (id) => seen(s, id),
    keepDrafts: (drafts) => keepDrafts(s, drafts),
    drafts: () => keptDrafts(s),
    operations: () => listOps(s),
    doors: () => (s.view ||= withOwn(s.rows, ownWork(s))),
    past: () => s.past,
    config: () => s.config && { ...s.config, sessions: withOwnSessions(s.config.sessions, ownWork(s)) },
    member: () => s.member,
    carryOut: () => look(s, () => carryOut(s)),
    takeIn: (envelope) => takeIn(s, envelope),
    pending: () => look(s, () => pending(s)),
    carried: (group, reply) => carried(s, group, reply),
    forSync: () => look(s, () => forSync(s)),
    take: (reply) => take(s, reply),
    lease: (who, until) => lease(s, who, until),
    onChange: (call) => {
      listeners.add(call)
      return () => listeners.delete(call)
    },
    close: () => box.close(),
  }
}

/** What may be known without the PIN. */
function status(s) {
  const { device = null, waiting = 0, aside = 0, parcels = 0, left = 0, unreadable = 0 } = s.main
  const { lastContact = null, clockOff = null, cursor = null, total = null, wrong = 0, joinedAt = null } = s.main
  const { emptied = '', revoked = false } = s.main
  return {
    joined: Boolean(s.main.wrapped), locked: !s.keys, device, waiting, aside, parcels, left,
    unreadable, emptied, revoked, lastContact, clockOff: surelyBehind(s.now(), lastContact) ? s.now() - lastContact : clockOff, joinedAt, wrong, waitMs: Math.max(0, pauseLeft(s.main, s.now())), downloading: cursor !== null, total, held: s.rows.size,
  }
}

/** @param {object} main the plain record as another tab left it */
async function reload(s, main) {
  const { keys, main: before } = s
  if (keys && main.device === before.device && main.wrapped) {
    const own = { ...s, main, past: new Map(s.past) }
    await freshBlocks(own, before)
    await loadOps(own, await s.box.all('ops', `${main.device}/`))
    const sealed = await s.box.read('config', 'config')
    const config = sealed ? await unsealJson(keys.data, sealed) : null
    if (s.keys === keys) Object.assign(s, { rows: own.rows, past: own.past, ops: own.ops, config, view: null })
  }
  s.main = main
  if (s.keys && (main.device !== before.device || !main.wrapped)) lock(s)
}

/** What a request says of this phone. */
async function forSync(s) {
  const { device, epoch, since, cursor, waiting, configHash, want } = s.main
  const doors = since === null || cursor !== null ? null : await digest(doorsText(s.rows))
  if (!s.keys) return null
  const ops = waitingOps(s)
  const acked = ops.length ? ops[0].seq - 1 : s.main.seq // all up to here are told
  return { device, secret: s.secret, epoch, since, cursor, acked, held: waiting, config: configHash, doors, want, ops }
}

/**
 * Lay an answer in: what it ends, what it offers again, its rows and its config, all in one write.
 * @param {object} s
 * @param {{body: object, answers: Map<string, object>, clockOff: number | null}} reply
 * @returns {Promise<{more: boolean, offered: number} | undefined>} `more`: there is a reason to ask again at once; nothing
 *   when the phone was locked meanwhile
 */
function take(s, { body, answers, clockOff }) {
  return change(s, async (main) => {
    if (!s.keys) return null
    const at = Date.parse(body.now) || s.now()
    const { records, dropped, past, restored } = await answered(s, main, { body, answers, at })
    const others = await othersAgain(s, main, { restored, at })
    const block = await blockWrite(s, main, { rows: body.rows, gone: body.gone, doors: body.doors, past: pastOf(s.past, past) })
    const ops = new Map([...s.ops].filter(([id]) => !dropped.some((one) => one.id === id)))
    for (const record of records) ops.set(record.id, { record, op: s.ops.get(record.id).op })
    await openAgain(s, ops)
    const want = lackingDoors(s, body)
    const config = body.config ? await sealJson(s.keys.data, body.config) : null
    return {
      main: { ...block.main, ...counts(ops), ...places(main, body, at), ...others.main, clockOff, want,
        ...(body.config && { configHash: body.config.hash ?? null }) },
      put: [...(block.put || []), ...others.put, ...records.map((one) => ['ops', opKey(main.device, one.seq), one]),
        ...(config ? [['config', 'config', config]] : [])],
      remove: [...(block.remove || []), ...others.remove, ...dropped.map((one) => ['ops', opKey(main.device, one.seq)])],
      done: () => {
        block.done?.()
        s.ops = ops
        if (body.config) s.config = body.config
      },
      result: { more: restored || want.length > 0, offered: records.filter((one) => one.state === 'waiting').length },
    }
  })
}

const places = (main, body, at) => ({
  epoch: body.epoch ?? main.epoch, since: body.since === undefined ? main.since : body.since, cursor: body.cursor ?? null, total: body.total ?? main.total,
  lastContact: at, revoked: body.device === 'revoked',
})

/** Doors the server says are ours and we do not hold: asked for by name. */
function lackingDoors(s, body) {
  const held = body.doors ? mergeDelta(s.rows, body) : null
  return (body.doors || []).filter((key) => !held.has(key)).slice(0, MOST_WANTED)
}

function counts(ops) {
  const records = [...ops.values()].map(({ record }) => record)
  return { waiting: records.filter((record) => record.state === 'waiting').length, aside: records.filter(needsLook).length }
}

/** What is offered again must be readable again. */
async function openAgain(s, ops) {
  for (const held of ops.values()) {
    if (!held.op && held.record.state === 'waiting') held.op = await unsealJson(s.keys.carry, held.record.sealed)
  }
}
