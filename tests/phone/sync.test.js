// The client against a server that breaks in every way: each operation is accounted for at the end.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeClient } from '../../src/tungnha/phone/sync/client.js'
import { asCodes, asFile, readFile } from '../../src/tungnha/phone/sync/carrying.js'
import { join, look, readJoinCode } from '../../src/tungnha/phone/sync/joining.js'
import { oneAtATime } from '../../src/tungnha/phone/sync/once.js'
import { post } from '../../src/tungnha/phone/sync/requests.js'
import { collect, joined as whole } from '../../src/tungnha/phone/rules/pieces.js'
import { FakeServer } from './support/fake_server.js'
import { CONFIG, joinedAs, lane, newFile, openPhone, PIN } from './support/phone.js'
import { seeded } from './support/seeded.js'

const BASE = 'https://xa.example/dt/api/'
const visit = (id, content = {}) => ({ id, kind: 'visit', v: 1, made_at: '2026-05-26T07:00:00+07:00', content: { household: 'h00000', outcome: 'met', ...content } })
const many = (count, name = 'v') => Array.from({ length: count }, (_, at) => visit(`${name}${at}`))

async function meet({ server = new FakeServer(), device = 'd1', file = newFile(), now = () => Date.now(), ...env } = {}) {
  const store = await openPhone(file, { now, ...env })
  const joined = joinedAs(device)
  await store.create(joined, PIN)
  server.add(joined)
  return { server, store, file, joined, client: clientOf(store, server, { now }) }
}

const clientOf = (store, server, more = {}) =>
  makeClient({ store, fetch: server.fetch, base: BASE, app: 'test', chance: () => 0, locks: null, patience: 25, later: () => null, ...more })

test('a first sync takes the list page by page, sends all, and a second one has nothing to do', async () => {
  const server = new FakeServer({ rows: lane(1200), config: CONFIG })
  const { store, client } = await meet({ server })
  await store.save(many(450))
  const seen = []
  client.onState((state) => seen.push([state.busy, state.held, state.of]))
  const state = await client.send()
  assert.deepEqual([state.problem, state.busy, store.status().waiting, server.stored.size, store.doors().size, store.config().hash], ['', false, 0, 450, 1200, 'c1'])
  assert.ok([...server.stored.values()].every((one) => one.times === 1))
  assert.ok(seen.some(([busy, held, of]) => busy && held === 500 && of === 1200))
  const before = server.requests
  await client.send()
  assert.equal(server.requests - before, 1)
})

test('a broken first download goes on where it stopped, after a restart too', async () => {
  const server = new FakeServer({ rows: lane(1600) })
  const { store, client, file } = await meet({ server })
  server.break = (request) => (request === 3 ? 'half' : null)
  assert.equal((await client.send()).problem, 'unclear')
  assert.deepEqual([store.status().held, store.status().downloading], [1000, true])
  store.close()
  const again = await openPhone(file)
  await again.unlock(PIN)
  const asked = []
  await clientOf(again, { fetch: (url, request) => (asked.push(url), server.fetch(url, request)) }).send()
  assert.deepEqual([again.doors().size, again.status().downloading, asked.length], [1600, false, 2])
})

for (const [broken, problem] of [['there', 'wait'], ['back', 'wait'], ['half', 'unclear'], ['portal', 'unclear'], ['hang', 'wait'], [503, 'wait'], [429, 'wait'], [500, 'wait'], [401, 'unclear'], [302, 'unclear']]) {
  test(`broken by ${broken}: the work stays, is said, and goes the next time, stored once`, async () => {
    const { server, store, client } = await meet()
    await store.save(many(3))
    server.break = (request) => (request === 1 ? broken : null)
    const state = await client.send()
    assert.deepEqual([state.problem, store.status().waiting, state.words !== ''], [problem, 3, true])
    assert.equal((await client.send()).problem, '')
    assert.deepEqual([store.status().waiting, server.stored.size], [0, 3])
    assert.deepEqual(new Set((await store.operations()).map((op) => op.answer)), new Set([['back', 'half'].includes(broken) ? 'had' : 'stored']))
  })
}

test('too large: halved until it goes; one that is too large alone stays, and the next ones go on', async () => {
  const { server, store, client } = await meet()
  await store.save(many(300))
  server.limit = 7
  await client.send()
  assert.deepEqual([store.status().waiting, server.stored.size], [0, 300])
  await store.save([visit('big', { note: 'x'.repeat(90_000) }), ...many(5, 'after')])
  const plain = server.fetch
  const other = clientOf(store, { fetch: (url, request) => {
    const size = typeof request.body === 'string' ? request.body.length : 0
    return url.endsWith('/sync') && (size > 50_000 || request.big) ? plain(url, { ...request, body: '{"ops":[1,2,3,4,5,6,7,8,9]}', headers: { Authorization: request.headers.Authorization } }) : plain(url, request)
  } })
  globalThis.CompressionStream = undefined
  const state = await other.send().finally(() => (globalThis.CompressionStream = Compression))
  assert.deepEqual([state.problem, store.status().waiting, server.stored.has('after4'), server.stored.has('big')], ['wait', 1, true, false])
})
const Compression = globalThis.CompressionStream

test('401 of ours: nothing is lost, it is said, and it does not try by itself', async () => {
  const { server, store, client } = await meet()
  await store.save(many(2))
  server.devices.get('d1').secret = 'another'
  const later = []
  const trying = clientOf(store, server, { later: (call, ms) => later.push(ms) })
  trying.start()
  const state = await trying.send()
  assert.deepEqual([state.problem, state.nextAt, later, store.status().waiting], ['unknown-device', null, [], 2])
  trying.stop()
  server.devices.get('d1').secret = 'secret'
  await client.send()
  assert.equal(store.status().waiting, 0)
})

test('failures wait longer and longer, as long as the server asks, and success begins anew', async () => {
  const { server, store } = await meet()
  const later = []
  const client = clientOf(store, server, { later: (call, ms) => (later.push(ms), null) })
  server.break = (request) => (request <= 3 || request === 6 ? 'there' : request === 4 ? 503 : null)
  client.start()
  for (let at = 0; at < 6; at += 1) await client.send()
  client.stop()
  assert.deepEqual(later, [5_000, 10_000, 20_000, 40_000, 600_000, 5_000])
})

test('a phone taken back sends all it has, then empties itself', async () => {
  const { server, store, client } = await meet({ server: new FakeServer({ rows: lane(3) }) })
  await client.send()
  await store.save(many(450))
  server.devices.get('d1').revoked = true
  server.break = (request) => (request === 3 ? 'there' : null)
  await client.send()
  assert.deepEqual([store.status().joined, store.status().waiting > 0], [true, true])
  const state = await client.send()
  assert.deepEqual([state.problem, server.stored.size, store.status().joined, store.status().waiting, store.doors().size], ['revoked', 450, false, 0, 0])
})

test('a server restored from a backup gets everything again', async () => {
  const { server, store, client } = await meet({ server: new FakeServer({ rows: lane(700) }) })
  await store.save(many(30))
  await client.send()
  const backup = new Map(server.stored)
  await store.save(many(20, 'later'))
  await client.send()
  server.restore(backup)
  await client.send()
  assert.deepEqual([server.stored.size, store.status().waiting, store.doors().size], [50, 0, 700])
})

test('a server that asks for old work for ever is asked no more than a few times', async () => {
  const { server, store, client } = await meet()
  await store.save(many(3))
  await client.send()
  server.lacking = () => 1
  for (const all of [server.sync.bind(server), (sent, key) => ({ status: 200, body: { ...server.says(200, {}).body, epoch: 'e1', since: 's', cursor: null, answers: [], offer_from: 1 } })]) {
    server.sync = all
    const before = server.requests
    await client.send()
    assert.ok(server.requests - before < 10)
  }
  assert.equal(client.state().problem, 'unclear')
  assert.equal(store.status().waiting, 3)
})

test('an answer for some only: the others wait, and it ends', async () => {
  const { server, store, client } = await meet()
  await store.save(many(6))
  const plain = server.sync.bind(server)
  server.sync = (sent, authorization) => {
    const said = plain(sent, authorization)
    said.body.answers = said.body.answers.filter((one) => one.id !== 'v2').map((one) => (one.id === 'v4' ? { ...one, answer: 'maybe' } : one))
    return said
  }
  assert.equal((await client.send()).problem, 'wait')
  assert.deepEqual((await store.forSync()).ops.map((op) => op.id), ['v2', 'v4'])
})

test('what the server refuses or sets aside ends its waiting and stays in sight', async () => {
  const { server, store, client } = await meet()
  server.answerFor = (op) => ({ v0: 'refused', v1: 'aside', v2: 'conflict' })[op.id] || 'stored'
  await store.save(many(4))
  await client.send()
  assert.deepEqual([store.status().waiting, store.status().aside, client.state().problem], [0, 2, ''])
})

test('a clock in 2020 is said, and the operations go as they were made', async () => {
  const then = Date.parse('2020-01-01T00:00:00Z')
  const { server, store, client } = await meet({ now: () => then })
  await store.save(many(1))
  const state = await client.send()
  assert.match(state.words, /Đồng hồ của máy đang chậm/)
  assert.deepEqual([server.stored.size, store.status().clockOff < -1e11], [1, true])
})

test('locked, or without its PIN, a phone sends what is sealed by itself', async () => {
  const { server, store, client } = await meet()
  await store.save(many(250))
  store.lock()
  const state = await client.send()
  assert.deepEqual([state.problem, store.status().waiting, server.stored.size], ['', 0, 250])
  await store.unlock(PIN)
  assert.deepEqual((await store.operations()).map((op) => op.state).filter((one) => one === 'waiting'), [])
})

test('a phone without signal hands its work to the leader by file or by codes; later both send: stored once', async () => {
  const { server, store, client } = await meet()
  await store.save(many(60))
  const envelope = await store.carryOut()
  const leader = await meet({ server, device: 'd2' })
  let held = null
  const codes = asCodes(envelope)
  for (const code of [...codes].reverse()) held = collect(held, code).held
  assert.deepEqual(readFile(whole(held)), readFile(asFile(envelope, '2026-05-26').text))
  assert.equal((await leader.store.takeIn(readFile(whole(held)))).taken, 1)
  assert.equal(readFile('no json'), null)
  server.break = (request) => (request === 2 ? 'half' : null)
  await leader.client.send()
  assert.equal(leader.store.status().parcels, 1)
  await leader.client.send()
  assert.deepEqual([leader.store.status().parcels, server.stored.size], [0, 60])
  await client.send()
  assert.deepEqual([store.status().waiting, server.stored.size, (await store.operations())[0].answer], [0, 60, 'had'])
})

test('joining says what is wrong in words', async () => {
  assert.equal(readJoinCode('https://xa.example/dt/#ma=ab12-cd34'), 'AB12-CD34')
  assert.equal(readJoinCode(' ab12 cd34 '), 'AB12CD34')
  const says = (status, body) => ({ base: BASE, fetch: async () => ({ status, text: async () => JSON.stringify(body), headers: { get: () => null } }) })
  assert.deepEqual(await look(says(200, { tungnha: 1, member: 'Lan' }), 'AB'), { ok: true, words: '', tungnha: 1, member: 'Lan' })
  assert.deepEqual(await join(says(400, { tungnha: 1, why: 'Mã đã hết hạn.' }), {}), { ok: false, again: false, words: 'Mã đã hết hạn.' })
  const none = await look({ base: BASE, fetch: async () => Promise.reject(new Error('x')) }, 'AB')
  assert.match(none.words, /Chưa nối được/)
  assert.equal(none.again, true)
})

test('a body that never ends is given up', async () => {
  const fetch = async (url, { signal }) => ({ status: 200, headers: { get: () => null }, text: () => new Promise((_, no) => signal.addEventListener('abort', () => no(new Error('aborted')))) })
  assert.equal((await post({ fetch, base: BASE, now: Date.now, patience: 50 }, 'sync', {})).status, 0)
})

test('without locks a lease lets one tab sync at a time, and a killed tab holds it no longer than a minute', async () => {
  let now = 1e12
  const { store } = await meet({ now: () => now })
  const env = (who) => ({ locks: null, store, now: () => now, who })
  let release
  const first = oneAtATime('x', () => new Promise((done) => (release = done)), env('one'))
  await new Promise((done) => setTimeout(done, 20))
  assert.equal(await oneAtATime('x', async () => 'mine', env('two')), false)
  release('done')
  assert.equal(await first, 'done')
  assert.equal(await oneAtATime('x', async () => 'mine', env('two')), 'mine')
  await store.lease('killed', now + 60_000)
  assert.equal(await oneAtATime('x', async () => 'mine', env('two')), false)
  now += 61_000
  assert.equal(await oneAtATime('x', async () => 'mine', env('two')), 'mine')
  await store.lease('killed', now + 60_000)
  now -= 5_000 // the clock is set back: no lease runs that far ahead
  assert.equal(await oneAtATime('x', async () => 'mine', env('two')), 'mine')
})

test('pressed five times, one sync runs', async () => {
  const { server, store, client } = await meet()
  await store.save(many(3))
  await Promise.all(Array.from({ length: 5 }, () => client.send('button')))
  assert.deepEqual([server.requests, [...server.stored.values()].map((one) => one.times)], [1, [1, 1, 1]])
})

test('whatever breaks and whenever it is killed: nothing lost, nothing twice, every operation accounted for', async (t) => {
  let runs = 0
  let made = 0
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = seeded(seed)
    const server = new FakeServer({ rows: lane(40), page: 15 })
    server.break = () => (random.next() < 0.45 ? random.pick(['there', 'back', 'half', 'portal', 503, 413, 500, 'hang']) : null)
    const phones = await Promise.all(['d1', 'd2'].map((device) => meet({ server, device })))
    for (const one of phones) Object.assign(one, { saved: [], steps: Infinity })
    let backup = null
    for (let step = 0; step < 25; step += 1) {
      const one = random.pick(phones)
      if (one.store === null) await reopen(one, server)
      one.steps = random.next() < 0.3 ? random.below(12) : Infinity
      try {
        const deed = random.next()
        if (deed < 0.5) await saveSome(one, random)
        else if (deed < 0.9) await one.client.send()
        else if (deed < 0.95) backup = new Map(server.stored)
        else if (backup) server.restore(backup)
      } catch (problem) {
        if (problem.message !== 'killed') throw problem
      }
      if (one.dead || random.next() < 0.1) {
        one.store.close()
        one.store = null
      }
    }
    server.break = () => null
    for (const one of phones) {
      if (one.store === null) await reopen(one, server)
      one.steps = Infinity
      await one.client.send()
      await one.client.send()
      assert.equal(one.store.status().waiting, 0, `seed ${seed}`)
      for (const id of one.saved) assert.ok(server.stored.has(id), `seed ${seed}: ${id} is missing`)
      const kept = await one.store.operations()
      assert.deepEqual(kept.map((op) => op.seq), kept.map((_, at) => kept.length - at), `seed ${seed}: no gap in the sequence`)
      assert.equal(one.store.doors().size, 40)
      made += kept.length
    }
    const all = [...server.stored.values()].map((one) => `${one.device}/${one.op.seq}`)
    assert.equal(new Set(all).size, all.length, `seed ${seed}: a sequence number twice`)
    runs += 1
  }
  t.diagnostic(`${runs} runs, ${made} operations, all accounted for`)
})

async function saveSome(one, random) {
  const ops = Array.from({ length: 1 + random.below(4) }, () => visit(random.uuid()))
  await one.store.save(ops)
  one.saved.push(...ops.map((op) => op.id))
}

async function reopen(one, server) {
  one.dead = false
  const onStep = () => {
    if ((one.steps -= 1) >= 0 || one.dead === undefined) return
    one.dead = true
    throw new Error('killed')
  }
  one.steps = Infinity
  one.store = await openPhone(one.file, { onStep, now: () => Date.now() + 3_600_000 })
  if (!(await one.store.unlock(PIN)).ok) throw new Error('the PIN must open it')
  one.client = clientOf(one.store, server)
}

test('a door the server says is ours and we do not hold is asked for by name', async () => {
  const { server, store, client } = await meet({ server: new FakeServer({ rows: lane(3) }) })
  await client.send()
  const late = { ...lane(1)[0], k: 'late' }
  const plain = server.delta.bind(server)
  const wanted = []
  server.delta = (sent) => {
    wanted.push(sent.want)
    const given = sent.want.includes('late') ? [late] : []
    return { ...plain(sent), rows: given, doors: given.length ? null : ['h00000', 'h00001', 'late'] }
  }
  await client.send()
  assert.deepEqual([[...store.doors().keys()].sort(), wanted], [['h00000', 'h00001', 'late'], [[], ['late']]])
})

test('what is told up to a number has no hole: a waiting one holds the number back', async () => {
  const { store } = await meet()
  await store.save(many(4))
  const answers = new Map(['v0', 'v2', 'v3'].map((id) => [id, { id, answer: 'stored' }]))
  await store.take({ body: { tungnha: 1, now: new Date().toISOString(), epoch: 'e1', since: 's', cursor: null }, answers, clockOff: 0 })
  assert.equal((await store.forSync()).acked, 1)
})

test('what is saved in the last moment of a run is sent by it', async () => {
  const { server, store, client } = await meet()
  await store.save(many(1))
  const plain = store.forSync
  let late = false
  store.forSync = async () => {
    const mine = await plain()
    if (!late && !mine.ops.length) { // the run has just looked for the last time
      late = true
      await store.save(many(1, 'late'))
      client.send()
    }
    return mine
  }
  await client.send()
  assert.deepEqual([store.status().waiting, server.stored.size], [0, 2])
})

test('two tabs that send at once send each operation once', async () => {
  const { server, store, client } = await meet()
  await store.save(many(450))
  await Promise.all([client.send(), clientOf(store, server).send()])
  assert.deepEqual([store.status().waiting, [...server.stored.values()].every((one) => one.times === 1)], [0, true])
})

test('without the word which parcels were opened, all of them stay', async () => {
  const { server, store } = await meet()
  await store.save(many(2))
  const leader = await meet({ server, device: 'd2' })
  await leader.store.takeIn(await store.carryOut())
  const plain = server.carry.bind(server)
  server.carry = async (sent) => {
    const said = await plain(sent)
    delete said.body.not_opened
    return said
  }
  assert.deepEqual([(await leader.client.send()).problem, leader.store.status().parcels], ['unclear', 1])
})

test('a server that turns in a circle, over old work or over pages, is left after a few rounds', async () => {
  const { server, store, client } = await meet({ server: new FakeServer({ rows: lane(3) }) })
  await store.save(many(450))
  await client.send()
  server.lacking = () => 1
  let before = server.requests
  const state = await client.send()
  assert.deepEqual([state.problem, server.requests - before < 10], ['unclear', true])
  server.lacking = () => null
  await client.send()
  assert.equal(store.status().waiting, 0)
  const plain = server.delta.bind(server)
  server.delta = (sent) => ({ ...plain(sent), since: null, cursor: 'same' })
  before = server.requests
  await client.send()
  assert.ok(server.requests - before < 5)
})

test('after a forgotten PIN the work of before goes up first, in its order; where it cannot, the new work goes all the same', async () => {
  const { server, store, client } = await meet()
  await store.save(many(3, 'old'))
  const fresh = joinedAs('d2')
  server.add(fresh)
  await store.create(fresh, '847193')
  await store.save(many(2, 'new'))
  const carry = server.carry.bind(server)
  server.carry = async () => ({ status: 500, body: null })
  assert.equal((await client.send()).problem, 'wait')
  assert.deepEqual([store.status().left, store.status().waiting, [...server.stored.keys()]], [3, 0, ['new0', 'new1']])
  server.stored.clear()
  server.carry = carry
  await store.save(many(1, 'newer'))
  await client.send()
  assert.deepEqual([store.status().left, [...server.stored.keys()]], [0, ['old0', 'old1', 'old2', 'newer0']])
})

test('the request to join is one and the same until the phone has joined, and no device is begun twice', async () => {
  const store = await openPhone(newFile())
  const nonce = await store.joinNonce()
  assert.deepEqual([nonce.length >= 32, await store.joinNonce()], [true, nonce])
  await store.create(joinedAs('d1'), PIN)
  assert.notEqual(await store.joinNonce(), nonce)
  await store.save(many(1))
  await assert.rejects(store.create(joinedAs('d1'), '847193'), /đã vào Tổ/)
  assert.equal(store.status().waiting, 1)
})

test('a server restored from a backup gets the work of an earlier device on this phone again too', async () => {
  const { server, store, client } = await meet()
  await store.save(many(3))
  const fresh = joinedAs('d2')
  server.add(fresh)
  await store.create(fresh, '847193')
  await client.send()
  assert.deepEqual([store.status().left, server.stored.size], [0, 3])
  server.restore(new Map())
  await client.send()
  await client.send()
  assert.deepEqual([store.status().left, server.stored.size], [0, 3])
})

test('a parcel that was sent is kept 30 days for a restored server, then dropped', async () => {
  let now = Date.now()
  const { server, store } = await meet()
  await store.save(many(2))
  const leader = await meet({ server, device: 'd2', now: () => now })
  server.now = () => now
  await leader.store.takeIn(await store.carryOut())
  await leader.client.send()
  server.restore(new Map())
  await leader.client.send()
  assert.deepEqual([leader.store.status().parcels, server.stored.size], [0, 2])
  now += 31 * 86_400_000
  leader.store.lock()
  leader.store.close()
  const again = await openPhone(leader.file, { now: () => now })
  await again.unlock(PIN)
  await clientOf(again, server, { now: () => now }).send()
  server.restore(new Map())
  await clientOf(again, server, { now: () => now }).send()
  assert.deepEqual([again.status().parcels, server.stored.size], [0, 0])
})

test('what is carried goes in requests the server takes, however much there is', async () => {
  const { server, store } = await meet()
  const parts = [{ device: 'd9', sealed: Array.from({ length: 30 }, (_, at) => String(at).padStart(3, '0') + 'x'.repeat(40_000)) }]
  parts.push({ device: 'd8', sealed: Array.from({ length: 450 }, (_, at) => `small${at}`) })
  await store.takeIn({ tungnha: 'carry', v: 1, parts })
  const sizes = []
  server.carry = async ({ sealed }) => {
    sizes.push([sealed.length, JSON.stringify(sealed).length])
    return server.says(200, { answers: [], not_opened: [] })
  }
  await clientOf(store, server).send()
  assert.equal(store.status().parcels, 0)
  assert.deepEqual(sizes.map(([count]) => count).sort((a, b) => a - b), [6, 12, 12, 50, 200, 200])
  assert.ok(sizes.every(([, letters]) => letters < 512 * 1024))
})
