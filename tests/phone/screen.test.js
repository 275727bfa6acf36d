// What the screens work out by themselves, as far as it needs no browser: drafts, days, numbers in notes, tickets; and
// what the service worker answers from where.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import vm from 'node:vm'
import { app, dayOf, dayWords, momentWords, today } from '../../src/tungnha/phone/screen/app.js'
import { nextSunday } from '../../src/tungnha/phone/screen/appointment.js'
import { anythingBegun, draftOf, findDrafts, forget, hasBegun, keepNow, keyOf, operationsOf, putAway } from '../../src/tungnha/phone/screen/draft.js'
import { byTicket, nextTicket } from '../../src/tungnha/phone/screen/queue.js'
import { hasNumber } from '../../src/tungnha/phone/screen/whole_house.js'
import { joinedAs, newFile, openPhone, PIN } from './support/phone.js'

const ROW = { k: 'home', persons: [{ k: 'an' }, { k: 'bao' }] }
const CONFIG = { campaign: { id: 7 } }
const wordsOf = (work) => {
  try {
    work()
  } catch (problem) {
    return problem.words
  }
  return ''
}

test('a draft is what was answered, in one visit and what goes with it', () => {
  const draft = draftOf('home')
  assert.equal(hasBegun('home'), false)
  draft.answers.set(keyOf('an', 'chu-ky-so'), { outcome: 'set_up_now', level: 2 })
  draft.answers.set(keyOf('bao', 'chu-ky-so'), { outcome: 'other', reason: 'bận việc' })
  draft.informed.add('leaflet')
  draft.helper = { member: 3, from_on: '2026-05-26', to_on: null, contact_on: '2026-05-26' }
  assert.deepEqual([hasBegun('home'), anythingBegun()], [true, true])
  const [visit, helper] = operationsOf(ROW, draft, 'met', CONFIG)
  assert.deepEqual(visit.content, {
    household: 'home', campaign: 7, outcome: 'met', informed: ['leaflet'], shown_how: false, still_right: false,
    results: [
      { person: 'an', service: 'chu-ky-so', outcome: 'set_up_now', level: 2, reason: '' },
      { person: 'bao', service: 'chu-ky-so', outcome: 'other', level: 1, reason: 'bận việc' },
    ],
  })
  assert.deepEqual([helper.kind, helper.content.member, helper.content.household], ['helper', 3, 'home'])
  assert.notEqual(visit.id, helper.id)
  forget('home')
  assert.equal(anythingBegun(), false)
})

test('where two campaigns run, the knock counts in each that asks here and an answer in its own', () => {
  const ask = (k, code, campaign) => ({ person: { k }, service: { code, campaign } })
  const asks = [ask('an', 'chu-ky-so', 7), ask('an', 'so-suc-khoe', 5), ask('bao', 'chu-ky-so', 7)]
  const draft = draftOf('home')
  draft.answers.set(keyOf('an', 'chu-ky-so'), { outcome: 'set_up_now' })
  draft.answers.set(keyOf('an', 'so-suc-khoe'), { outcome: 'refused' })
  draft.note = 'nhà có chó'
  const told = ({ content: { campaign, outcome, results = [], note } }) => [campaign, outcome, results.map(({ service }) => service), note]
  assert.deepEqual(operationsOf(ROW, draft, 'met', CONFIG, asks).map(told), [
    [7, 'met', ['chu-ky-so'], 'nhà có chó'], [5, 'met', ['so-suc-khoe'], undefined],
  ])
  forget('home')
  const away = (some) => operationsOf(ROW, draftOf('home'), 'all_away', CONFIG, some).map(told)
  assert.deepEqual(away(asks).map(([campaign]) => campaign), [7, 5])
  assert.deepEqual(away(asks.slice(1, 2)).map(([campaign]) => campaign), [5])
  assert.deepEqual(away([]).map(([campaign]) => campaign), [7])
  forget('home')
})

test('answers beside a door nobody opened are refused in words, never dropped', () => {
  const draft = draftOf('shut')
  draft.answers.set(keyOf('an', 'vneid'), { outcome: 'refused' })
  for (const outcome of ['all_away', 'refused', 'moved']) {
    assert.match(wordsOf(() => operationsOf(ROW, draft, outcome, CONFIG)), /không gặp ai/)
  }
  assert.equal(draft.answers.size, 1)
  assert.equal(wordsOf(() => operationsOf(ROW, draft, 'met', CONFIG)), '')
  draft.come_back_on = '2020-01-01'
  assert.match(wordsOf(() => operationsOf(ROW, draft, 'come_back', CONFIG)), /đã qua/)
  forget('shut')
})

test('a half-answered door outlives the app, sealed; nothing of it stays while the phone is locked', async () => {
  const file = newFile()
  app.store = await openPhone(file)
  await app.store.create(joinedAs('d1'), PIN)
  const draft = draftOf('half')
  draft.answers.set(keyOf('an', 'vneid'), { outcome: 'other', reason: 'bận cấy' })
  draft.informed.add('zalo')
  draft.note = 'chó dữ'
  await keepNow()
  assert.equal(keepNow(), null) // nothing changed, nothing is written
  await putAway()
  assert.equal(anythingBegun(), false)
  app.store.close()
  const onDisk = readFileSync(file, 'utf8')
  for (const secret of ['chó dữ', 'bận cấy', 'half', 'zalo']) assert.ok(!onDisk.includes(secret), secret)

  app.store = await openPhone(file)
  await findDrafts()
  assert.equal(anythingBegun(), false) // still locked
  assert.equal((await app.store.unlock(PIN)).ok, true)
  await findDrafts()
  const found = draftOf('half')
  assert.deepEqual([found.note, [...found.informed], found.answers.get('an/vneid').reason], ['chó dữ', ['zalo'], 'bận cấy'])
  assert.deepEqual([app.store.status().waiting, (await app.store.operations()).length], [0, 0]) // it is no operation
  await forget('half')
  assert.deepEqual(await app.store.drafts(), {})
  app.store.close()
  app.store = null
})

test('days are those of Vietnam, whatever zone the phone is set to', () => {
  assert.equal(dayOf(Date.parse('2026-05-26T23:59:00+07:00')), '2026-05-26')
  assert.equal(dayOf(Date.parse('2026-05-26T17:00:00Z')), '2026-05-27')
  assert.equal(dayWords(today()), 'hôm nay')
  assert.equal(dayWords('2026-02-09').startsWith('9/2'), true)
  assert.match(momentWords(Date.parse(`${today()}T07:05:00+07:00`)), /^7 giờ 05 hôm nay$/)
  assert.equal(momentWords(null), '')
})

test('the Sunday to come is never today', () => {
  assert.equal(nextSunday('2026-05-26'), '2026-05-31')
  assert.equal(nextSunday('2026-05-31'), '2026-06-07')
})

test('a long number in a note is seen, a year or an hour is not', () => {
  const long = ['gọi 0912000345', '0912 000 345', '038.060.000.012', 'số 123-456', 'STK 1234567']
  const short = ['hẹn 14 giờ 30', 'năm 2026', 'ngày 26/5/2026', '3 con trâu, 12 con gà', '']
  assert.deepEqual(long.filter((text) => !hasNumber(text)), [])
  assert.deepEqual(short.filter(hasNumber), [])
})

test('tickets go on from the last of this phone and are called in turn', () => {
  const all = ['A2', 'B1', 'A10', '3'].map((ticket) => ({ ticket }))
  assert.equal(nextTicket(all, 'A'), 'A11')
  assert.equal(nextTicket(all, 'C'), 'C1')
  assert.deepEqual(all.sort(byTicket).map(({ ticket }) => ticket), ['B1', 'A2', '3', 'A10'])
})

// -- the service worker, with a browser's caches made of maps

function worker(version, caches, network) {
  const listeners = {}
  const self = {
    APP: { version, pack: 'pack.txt', files: ['vendor/a.wasm'] }, location: { origin: 'https://x' }, skipped: 0,
    addEventListener: (name, call) => (listeners[name] = call), skipWaiting: () => (self.skipped += 1),
    clients: { claim: async () => {}, matchAll: async () => self.windows }, windows: [],
  }
  class Request { constructor(path) { this.url = `https://x${path}` } }
  class Response { constructor(text, more) { Object.assign(this, { text, ...more }) } }
  const path = (asked) => (typeof asked === 'string' ? asked : new URL(asked.url).pathname)
  const fetch = async (asked) => network(path(asked))
  const opened = (name) => {
    if (!caches.has(name)) caches.set(name, new Map())
    const held = caches.get(name)
    return {
      match: async (asked) => held.get(path(asked)), put: async (asked, answer) => held.set(path(asked), answer),
      addAll: async (all) => {
        const got = await Promise.all(all.map(fetch))
        if (got.some((one) => !one.ok)) throw new TypeError('one is missing')
        all.forEach((asked, i) => held.set(path(asked), got[i]))
      },
    }
  }
  const store = {
    open: async (name) => opened(name), keys: async () => [...caches.keys()], delete: async (name) => caches.delete(name),
    match: async (asked) => [...caches.values()].map((held) => held.get(path(asked))).find(Boolean),
  }
  vm.runInNewContext(readFileSync(new URL('../../src/tungnha/phone/sw.js', import.meta.url), 'utf8'), { self, caches: store, fetch, URL, Request, Response, TypeError })
  const happen = async (name, more = {}) => {
    let work
    listeners[name]({ waitUntil: (one) => (work = one), respondWith: (one) => (work = one), ...more })
    return work
  }
  const ask = (way, { mode = 'cors', method = 'GET', origin = 'https://x' } = {}) => happen('fetch', { request: { url: origin + way, method, mode } })
  return { self, happen, ask }
}
const serves = (version) => async (way) =>
  way.endsWith('pack.txt') ? { ok: true, text: async () => `screen/start.js\0start ${version}\0app.css\0p{}` } : { ok: true, way, version }
const down = async () => {
  throw new TypeError('no network')
}

test('a version is kept whole, answers without a network, and the API is never touched', async () => {
  const caches = new Map()
  await worker('v1', caches, serves('v1')).happen('install')
  assert.deepEqual([...caches.get('tungnha-v1').keys()].sort(), ['/dt/', '/dt/app/v1/app.css', '/dt/app/v1/screen/start.js', '/dt/app/v1/vendor/a.wasm'])
  const { ask } = worker('v1', caches, down)
  assert.equal((await ask('/dt/', { mode: 'navigate' })).version, 'v1')
  assert.equal((await ask('/dt/?from=home', { mode: 'navigate' })).way, '/dt/')
  const script = await ask('/dt/app/v1/screen/start.js')
  assert.deepEqual([script.text, script.headers['Content-Type']], ['start v1', 'text/javascript; charset=utf-8'])
  for (const [way, more] of [['/dt/api/sync', { method: 'POST' }], ['/dt/api/sync', {}], ['/dt/api/x', { mode: 'navigate' }], ['/dt/sw.js', {}], ['/dt/app/v1/app.css', { origin: 'https://elsewhere' }]]) {
    assert.equal(await ask(way, more), undefined, way)
  }
})

test('half a version is no version', async () => {
  const broken = async (way) => (way.endsWith('.wasm') ? { ok: false } : serves('v1')(way))
  await assert.rejects(worker('v1', new Map(), broken).happen('install'))
  await assert.rejects(worker('v1', new Map(), async () => ({ ok: false })).happen('install'))
})

test('the newest two versions stay; a new one takes over only when it is asked to', async () => {
  const caches = new Map([['tungnha-v0', new Map()], ['others', new Map()]])
  for (const version of ['v1', 'v2']) {
    const one = worker(version, caches, serves(version))
    await one.happen('install')
    assert.equal(one.self.skipped, 0)
    await one.happen('activate')
  }
  assert.deepEqual([...caches.keys()].sort(), ['others', 'tungnha-v1', 'tungnha-v2'])
  const newest = worker('v2', caches, down)
  assert.equal((await newest.ask('/dt/app/v1/screen/start.js')).text, 'start v1') // a window left open goes on
  assert.equal((await newest.ask('/dt/', { mode: 'navigate' })).version, 'v2')
  await newest.happen('message', { data: 'take-over' })
  assert.equal(newest.self.skipped, 1)
})

test('when the network is back the windows are told to send', async () => {
  const { self, happen } = worker('v1', new Map(), down)
  const told = []
  self.windows = [{ postMessage: (word) => told.push(word) }]
  await happen('sync', { tag: 'send' })
  assert.equal(await happen('sync', { tag: 'other' }), undefined)
  assert.deepEqual(told, ['send'])
})
