// Helpers of test_phone_storage.py, on `window` of an empty page of the phone's own origin.
import * as box from '/storage/box.js'
import * as presence from '/storage/presence.js'
import { toText, randomBytes } from '/storage/seals.js'
import { openStore } from '/storage/store.js'
import { makeClient } from '/sync/client.js'

const PIN = '590274'
const visit = (id, content = {}) => ({ id, kind: 'visit', v: 1, made_at: '2026-05-26T07:00:00+07:00', content: { household: 'h', ...content } })

async function phone(name = 'tungnha') {
  window.store = await openStore(await box.openBox(name), { rounds: 1000 })
  return window.store
}

/** A store that is joined and unlocked. */
async function joined() {
  const made = await phone()
  if (made.status().joined) await made.unlock(PIN)
  else await made.create({ device: 'd1', secret: 's', carry_key: toText(randomBytes(32)), member: { id: 7 } }, PIN)
  return made.status()
}

async function read() {
  await joined()
  const ops = await store.operations()
  return [ops.map((op) => op.id), ops.map((op) => op.seq), store.status().waiting]
}

/** Saves without end, two operations each time; what was acknowledged is told outside, so that it outlives the page. */
async function writeOn(run) {
  for (let at = 0; ; at += 1) {
    const ids = [`${run}-${at}-x`, `${run}-${at}-y`]
    await store.save(ids.map((id) => visit(id)))
    await tell(ids)
  }
}

/** Each readwrite transaction: its durability, and how many completed before the save was said to be done. */
async function watched() {
  const plain = IDBDatabase.prototype.transaction
  const seen = []
  let complete = 0
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const made = plain.call(this, stores, mode, options)
    if (mode === 'readwrite') {
      seen.push(made.durability)
      made.addEventListener('complete', () => (complete += 1))
    }
    return made
  }
  await joined()
  const before = complete
  await store.save([visit('a')])
  return [seen, complete - before]
}

/** The disk has room for `bytes` more, as browsers say it: at the put, or when the transaction is to be completed. */
function fillDisk(bytes, when) {
  const plain = IDBObjectStore.prototype.put
  let room = bytes
  window.emptyDisk = () => (IDBObjectStore.prototype.put = plain)
  IDBObjectStore.prototype.put = function (value, key) {
    room -= value.sealed?.length || 0
    const full = new DOMException('full', 'QuotaExceededError')
    if (room < 0 && when === 'put') throw full
    const request = plain.call(this, value, key)
    if (room < 0 && !Object.hasOwn(this.transaction, 'error')) {
      Object.defineProperty(this.transaction, 'error', { value: full })
      request.onsuccess = () => this.transaction.abort()
    }
    return request
  }
}

function saveLarge() {
  const large = Array.from({ length: 40 }, (_, at) => visit(`big${at}`, { note: 'x'.repeat(20_000) }))
  return store.save(large).then(() => ['saved', ''], (problem) => [problem.constructor.name, problem.words])
}

function saveMany(name) {
  window.done = Promise.all(Array.from({ length: 25 }, (_, at) => store.save([visit(name + at)])))
}

/** A client whose requests hang until `stopNow()`. */
function hangingClient() {
  window.sent = 0
  const fetch = () => new Promise((_, stop) => {
    window.sent += 1
    window.stopNow = () => stop(new Error('off'))
  })
  window.client = makeClient({ store, fetch, base: '/api/', app: 't' })
}

/** What this version wrote, put into a database of another version with other stores; then opened by this version. */
async function inVersion(version, without, more) {
  await joined()
  await store.save([visit('old', { unheard: 'of' }), { ...visit('odd'), kind: 'dream', v: 7 }])
  const name = `other${version}`
  const opened = await box.openBox('tungnha')
  const stores = box.STORES.filter((one) => one !== without)
  const records = await Promise.all(stores.map(async (one) => [one, await opened.all(one)]))
  opened.close()
  store.close()
  const made = await new Promise((done) => {
    const asked = indexedDB.open(name, version)
    asked.onupgradeneeded = () => [...stores, ...more].forEach((one) => asked.result.createObjectStore(one))
    asked.onsuccess = () => done(asked.result)
  })
  await new Promise((done) => {
    const write = made.transaction(stores, 'readwrite')
    for (const [one, pairs] of records) for (const [key, value] of pairs) write.objectStore(one).put(value, key)
    write.oncomplete = done
  })
  made.close()
  await phone(name)
  await store.unlock(PIN)
  await store.save([visit('fresh')])
  await store.takeIn({ tungnha: 'carry', v: 1, parts: [{ device: 'd9', sealed: ['abcd'] }] })
  const { ops } = await store.forSync()
  return [ops.map((op) => [op.id, op.kind, op.content.unheard ?? null]), store.status().parcels]
}

async function loseDatabase() {
  await joined()
  presence.noticeMissing(store, localStorage)
  await store.save([visit('a'), visit('b')])
  store.close()
  await new Promise((done) => (indexedDB.deleteDatabase('tungnha').onsuccess = done))
}

const noticed = async () => presence.noticeMissing(await phone(), localStorage)

Object.assign(window, { box, fillDisk, hangingClient, inVersion, joined, loseDatabase, noticed, phone, presence, read, saveLarge, saveMany, visit, watched, writeOn })
window.ready = true
