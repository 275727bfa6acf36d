// Unsent work that travels sealed: out of this phone as a file or a run of QR codes, and in from another one to be sent
// for it. None of it can be opened here; the server knows each device's carry key.
import { nextBatch } from '../rules/batches.js'
import { digest, gzip, sealJson, seal, toText } from './seals.js'
import { isPast, offeredAgain, waitingOps } from './outbox.js'
import { change } from './writing.js'

const TOGETHER = { most: 100, bytes: 256 * 1024 } // in one sealed text: what `carry` surely takes

/** @typedef {{tungnha: "carry", v: 1, parts: {device: string, sealed: string[]}[]}} Envelope */

/**
 * Everything that waits here, this phone's own and what it carries for others. It stays here all the same.
 * @param {object} s @returns {Promise<Envelope>}
 */
export async function carryOut(s) {
  const own = s.keys ? [{ device: s.main.device, sealed: await packed(s) }] : []
  const others = (await pending(s)).map(({ device, items }) => ({ device, sealed: items.map((item) => item.text) }))
  return { tungnha: 'carry', v: 1, parts: [...own, ...others].filter((part) => part.sealed.length) }
}

/** Unlocked, many operations go together and packed: fewer QR codes to scan. */
async function packed(s) {
  const ops = waitingOps(s)
  const groups = []
  for (let at = 0; at < ops.length; at += groups[groups.length - 1].length) groups.push(nextBatch(ops.slice(at), TOGETHER))
  return Promise.all(groups.map(async (group) => {
    const small = await gzip(JSON.stringify(group))
    return toText(await (small ? seal(s.keys.carry, small) : sealJson(s.keys.carry, group)))
  }))
}

/**
 * Keep another's work until it can be sent; what is held already is not kept twice.
 * @param {object} s @param {Envelope} envelope @returns {Promise<{taken: number, words: string}>}
 */
export async function takeIn(s, envelope) {
  if (!isEnvelope(envelope)) return { taken: 0, words: 'Tệp này không phải tệp chuyển việc của Từng Nhà.' }
  const parts = await Promise.all(envelope.parts.flatMap(({ device, sealed }) =>
    sealed.map(async (text) => ({ key: await digest(text), record: { device, text, state: 'waiting', takenAt: s.now() } }))))
  const taken = await change(s, async (main) => {
    const held = new Set((await s.box.all('parcels')).map(([key]) => key))
    const fresh = [...new Map(parts.map((part) => [part.key, part])).values()]
      .filter(({ key, record }) => !held.has(key) && record.device !== main.device)
    if (!fresh.length) return null
    return {
      main: { parcels: (main.parcels || 0) + fresh.length, others: true },
      put: fresh.map(({ key, record }) => ['parcels', key, record]),
      result: fresh.length,
    }
  })
  return taken
    ? { taken, words: `Đã giữ ${taken} gói. Máy này sẽ gửi hộ khi có mạng.` }
    : { taken: 0, words: 'Việc trong tệp này máy đã giữ rồi, không cần nhận lại.' }
}

function isEnvelope(one) {
  const isPart = (part) => typeof part?.device === 'string' && Array.isArray(part.sealed) &&
    part.sealed.every((text) => typeof text === 'string' && /^[\w-]+$/.test(text))
  return one?.tungnha === 'carry' && Array.isArray(one.parts) && one.parts.every(isPart)
}

/**
 * What `carry` is to send, by device: others' parcels, work of a device that was here before, and while locked our own.
 * @param {object} s @returns {Promise<{device: string, items: {store: string, key: string, text: string, id?: string}[]}[]>}
 */
export async function pending(s) {
  const groups = new Map()
  const add = (device, item) => groups.set(device, [...(groups.get(device) || []), item])
  for (const [key, record] of await s.box.all('parcels')) {
    if (record.state === 'waiting') add(record.device, { store: 'parcels', key, text: record.text })
  }
  for (const [key, record] of await s.box.all('ops')) {
    const device = key.slice(0, key.lastIndexOf('/'))
    if (record.state !== 'waiting' || (s.keys && device === s.main.device)) continue
    add(device, { store: 'ops', key, text: toText(record.sealed), id: record.id })
  }
  return [...groups].map(([device, items]) => ({ device, items }))
}

/**
 * What the server said of a group: an operation needs its own answer, a parcel that it was opened.
 * @param {object} s @param {{device: string, items: object[]}} group the items that were sent, in order
 * @param {{answers: Map<string, object>, notOpened: number[], at: number}} reply
 * @returns {Promise<number>} how many wait no longer
 */
export async function carried(s, { device, items }, { answers, notOpened, at }) {
  const shut = new Set(notOpened)
  return (await change(s, async (main) => {
    const put = []
    const less = { parcels: 0, waiting: 0, left: 0, unreadable: 0 }
    for (const [index, { store, key, id }] of items.entries()) {
      const record = await s.box.read(store, key)
      const done = store === 'parcels' ? !shut.has(index) : answers.has(id)
      if (record?.state !== 'waiting' || (!done && store === 'ops')) continue
      const state = done ? 'answered' : 'unreadable'
      put.push([store, key, { ...record, state, answeredAt: at, ...(store === 'ops' && { answer: answers.get(id).answer, over: true }) }])
      if (!done) less.unreadable -= 1 // the server cannot open it: its maker still has it
      less[store === 'parcels' ? 'parcels' : device === main.device ? 'waiting' : 'left'] += 1
    }
    if (!put.length) return null
    const fewer = (name) => Math.max(0, (main[name] || 0) - less[name])
    return {
      main: { ...Object.fromEntries(Object.keys(less).map((name) => [name, fewer(name)])), lastContact: at },
      put,
      done: () => put.forEach(([, , record]) => s.ops.has(record.id) && (s.ops.get(record.id).record = record)),
      result: put.length,
    }
  })) || 0
}

/**
 * Answered work of others, and of devices that were on this phone before: dropped after 30 days, or offered again to a
 * server that was restored from a backup.
 * @param {object} s @param {object} main @param {{restored: boolean, at: number}} how
 * @returns {Promise<{main: object, put: any[], remove: any[]}>}
 */
export async function othersAgain(s, main, { restored, at }) {
  const write = { main: {}, put: [], remove: [] }
  if (!main.others || (s.swept && !restored)) return write
  s.swept = true
  const former = (await s.box.all('ops')).filter(([key]) => !key.startsWith(`${main.device}/`))
  for (const [store, name, pairs] of [['ops', 'left', former], ['parcels', 'parcels', await s.box.all('parcels')]]) {
    const answered = pairs.filter(([, record]) => record.state === 'answered')
    for (const [key, record] of answered) {
      if (restored) write.put.push([store, key, offeredAgain(record)])
      else if (isPast(record, at)) write.remove.push([store, key])
    }
    if (restored) write.main[name] = (main[name] || 0) + answered.length
  }
  return write
}
