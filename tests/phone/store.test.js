// What the phone keeps: sealed under the PIN, all or nothing, never a piece of unsent work lost.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { test } from 'node:test'
import { Changed, Full } from '../../src/tungnha/phone/storage/box.js'
import { openFileBox } from './support/file_box.js'
import { CONFIG, joinedAs, lane, newFile, openPhone, PIN } from './support/phone.js'
import { opened } from './support/fake_server.js'
import { seeded } from './support/seeded.js'

const NOW = Date.parse('2026-05-26T07:00:00+07:00')
const DAY = 86_400_000
const iso = (ms) => new Date(ms).toISOString()
const visit = (id, content = {}) => ({ id, kind: 'visit', v: 1, made_at: '2026-05-26T07:00:00+07:00', content: { household: 'h00000', outcome: 'met', ...content } })
const answer = (ids, more = {}) => ({
  body: { tungnha: 1, now: iso(NOW), epoch: 'e1', since: 's', cursor: null, device: 'ok', rows: [], gone: [], doors: null, config: null, offer_from: null, ...more },
  answers: new Map(ids.map((id) => [id, { id, answer: 'stored' }])), clockOff: 0,
})

async function phone({ now = () => NOW, ...env } = {}) {
  const file = newFile()
  const joined = joinedAs('d1')
  const store = await openPhone(file, { now, ...env })
  await store.create(joined, PIN)
  return { store, file, joined }
}

test('what is saved is there after a restart, and nothing of it can be read without the PIN', async () => {
  const { store, file } = await phone()
  await store.take(answer([], { rows: lane(3), config: CONFIG }))
  await store.save([visit('v1', { note: 'Nhà ông Điệp' }), visit('v2')])
  await store.keepDrafts({ h00001: { note: 'Nông' } })
  assert.deepEqual((await store.save([visit('v2')])).map((op) => op.seq), [2])
  store.close()
  const onDisk = fs.readFileSync(file, 'utf8')
  for (const secret of ['Điệp', 'Nông', 'Ngõ', 'secret', 'household']) assert.ok(!onDisk.includes(secret), secret)
  const again = await openPhone(file, { now: () => NOW })
  assert.deepEqual([again.status().joined, again.status().locked, again.status().waiting], [true, true, 2])
  assert.equal(again.doors().size, 0)
  await assert.rejects(again.save([visit('v3')]), /khóa/)
  assert.equal((await again.unlock(PIN)).ok, true)
  assert.deepEqual([again.doors().size, again.doors().get('h00000').waiting, again.config().hash, again.member().id], [3, 2, 'c1', 7])
  assert.deepEqual(await again.drafts(), { h00001: { note: 'Nông' } })
  assert.deepEqual((await again.operations()).map((op) => [op.seq, op.id, op.state, op.content.note]), [[2, 'v2', 'waiting', undefined], [1, 'v1', 'waiting', 'Nhà ông Điệp']])
  again.lock()
  assert.deepEqual([again.doors().size, again.config(), again.status().waiting], [0, null, 2])
})

test('the same id with other content is refused and changes nothing', async () => {
  const { store } = await phone()
  await store.save([visit('v1')])
  await assert.rejects(store.save([visit('v1', { outcome: 'moved' })]), (problem) => /nội dung khác/.test(problem.words))
  assert.equal(store.status().waiting, 1)
})

test('wrong PINs cost time that a restart does not give back, also when the app ends while it is tried', async () => {
  let now = NOW
  const { store, file } = await phone({ now: () => now })
  store.close()
  let again = await openPhone(file, { now: () => now })
  const tried = await again.unlock('000001')
  assert.deepEqual([tried.ok, tried.waitMs, tried.left], [false, 1000, 9])
  again.close()
  again = await openPhone(file, { now: () => now })
  assert.equal((await again.unlock(PIN)).ok, false) // too soon, right or not
  assert.equal(again.status().wrong, 1)
  now += 1000
  assert.equal((await again.unlock('000002')).waitMs, 2000)
  now -= 400 * DAY // the clock was set back: the wait stays what it was
  assert.equal((await again.unlock(PIN)).waitMs, 2000)
  now += 400 * DAY + 2000
  assert.equal((await again.unlock(PIN)).ok, true)
  assert.equal(again.status().wrong, 0)
  again.close()
  const killed = await openPhone(file, { now: () => now, onStep: (step) => { if (step === 'synced') throw new Error('killed') } })
  await assert.rejects(killed.unlock('000003'))
  killed.close()
  assert.equal((await openPhone(file, { now: () => now })).status().wrong, 1)
})

test('after ten wrong PINs the list is gone; unsent work stays, opens under the carry key and goes with a new code', async () => {
  let now = NOW
  const { store, file, joined } = await phone({ now: () => now })
  await store.take(answer([], { rows: lane(3), config: CONFIG }))
  await store.save([visit('v1'), visit('v2')])
  await store.keepDrafts({ h00000: 'half' })
  store.lock()
  let tried
  for (let at = 0; at < 10; at += 1) {
    tried = await store.unlock(`00000${at}`)
    now += 600_000
  }
  assert.match(tried.words, /việc chưa gửi vẫn còn/)
  assert.deepEqual([store.status().joined, store.status().emptied, store.status().waiting], [false, 'pin', 2])
  assert.equal((await store.unlock(PIN)).ok, false)
  store.close()
  const left = await openFileBox(file)
  assert.deepEqual([await left.all('rows'), await left.all('config')], [[], []])
  left.close()
  const again = await openPhone(file, { now: () => now })
  const [{ device, items }] = await again.pending()
  const ops = (await Promise.all(items.map((item) => opened(item.text, joined.carry_key)))).flat()
  assert.deepEqual([device, ops.map((op) => [op.id, op.seq])], ['d1', [['v1', 1], ['v2', 2]]])
  await again.create(joinedAs('d2'), '847193')
  await again.save([visit('v9')])
  assert.deepEqual([again.status().left, again.status().waiting, (await again.operations()).length], [2, 1, 1])
  const groups = await again.pending()
  assert.deepEqual(groups.map((group) => [group.device, group.items.map((item) => item.id)]), [['d1', ['v1', 'v2']]])
  await again.carried(groups[0], { answers: new Map([['v1', { id: 'v1', answer: 'stored' }]]), notOpened: [], at: now })
  assert.deepEqual([again.status().left, again.status().waiting], [1, 1])
})

test('the PIN can be changed; a weak one cannot be chosen', async () => {
  const { store } = await phone()
  await store.save([visit('v1')])
  assert.match((await store.changePin(PIN, '123456')).words, /dễ bị đoán/)
  assert.equal((await store.changePin('000009', '847193')).ok, false)
  const { store: other } = await phone()
  assert.equal((await other.changePin(PIN, '847193')).ok, true)
  other.lock()
  assert.equal((await other.unlock('847193')).ok, true)
  await assert.rejects((await openPhone(newFile())).create(joinedAs('d1'), '111111'), /PIN/)
})

test('a full disk is said, and nothing is half written', async () => {
  let room = Infinity
  const { store, file } = await phone({ room: () => room })
  await store.save([visit('v1')])
  room = 100
  await assert.rejects(store.save([visit('v2'), visit('v3')]), (problem) => problem instanceof Full && /đã đầy/.test(problem.words))
  assert.deepEqual([store.status().waiting, store.doors().size, (await store.operations()).length], [1, 0, 1])
  room = Infinity
  assert.deepEqual((await store.save([visit('v2')])).map((op) => op.seq), [2])
  store.close()
  const again = await openPhone(file, { now: () => NOW })
  await again.unlock(PIN)
  assert.deepEqual((await again.operations()).map((op) => op.id), ['v2', 'v1'])
})

test('two tabs never write over each other', async () => {
  // Two stores on one box are two tabs: what one wrote, the other reads before it writes.
  const shared = await openFileBox(newFile())
  const { openStore } = await import('../../src/tungnha/phone/storage/store.js')
  const tabs = await Promise.all([openStore(shared, { rounds: 10 }), openStore(shared, { rounds: 10 })])
  await tabs[0].create(joinedAs('d1'), PIN)
  await tabs[1].unlock(PIN)
  await Promise.all(Array.from({ length: 40 }, (_, at) => tabs[at % 2].save([visit(`v${at}`)])))
  await tabs[0].take(answer(['v3', 'v4'], { rows: lane(2) }))
  await tabs[1].save([visit('last')])
  const seqs = (await tabs[1].operations()).map((op) => op.seq)
  assert.deepEqual(seqs, Array.from({ length: 41 }, (_, at) => 41 - at))
  assert.deepEqual([tabs[1].status().waiting, tabs[1].doors().size], [39, 2])
  await assert.rejects(shared.commit({ turn: 1, put: [['meta', 'x', 1]] }), Changed)
})

test('an answer is laid in only when what another tab saved has been read, however slow the disk is', async () => {
  const box = await openFileBox(newFile())
  const { openStore } = await import('../../src/tungnha/phone/storage/store.js')
  const slow = { ...box, all: async (...which) => (await new Promise((done) => setTimeout(done, 30)), box.all(...which)) }
  const [one, other] = [await openStore(slow, { rounds: 10 }), await openStore(box, { rounds: 10 })]
  await one.create(joinedAs('d1'), PIN)
  await other.unlock(PIN)
  await other.save([visit('v1')])
  await Promise.all([one.forSync(), one.pending(), one.take(answer([]))])
  assert.equal(one.status().waiting, 1)
  assert.deepEqual((await one.forSync()).ops.map((op) => op.id), ['v1'])
})

test('what cannot be read just now is read the next time', async () => {
  const box = await openFileBox(newFile())
  const { openStore } = await import('../../src/tungnha/phone/storage/store.js')
  let broken = false
  const all = async (...which) => (broken ? Promise.reject(new Error('the disk does not answer')) : box.all(...which))
  const [one, other] = [await openStore({ ...box, all }, { rounds: 10 }), await openStore(box, { rounds: 10 })]
  await one.create(joinedAs('d1'), PIN)
  await other.unlock(PIN)
  await other.save([visit('v1')])
  broken = true
  await assert.rejects(one.forSync())
  broken = false
  assert.deepEqual((await one.forSync()).ops.map((op) => op.id), ['v1'])
})

test('answered work is kept 30 days, then dropped; unsent work and what nobody looked at never', async () => {
  const { store } = await phone()
  await store.save([visit('a'), visit('b'), visit('c'), visit('d')])
  const told = answer(['a'])
  told.answers.set('b', { id: 'b', answer: 'refused', why: 'mã đã dùng' }).set('c', { id: 'c', answer: 'aside', why: 'người đã chuyển' })
  await store.take(told)
  assert.deepEqual([store.status().waiting, store.status().aside], [1, 2])
  assert.deepEqual((await store.operations()).map((op) => [op.id, op.answer, op.why]), [['d', null, undefined], ['c', 'aside', 'người đã chuyển'], ['b', 'refused', 'mã đã dùng'], ['a', 'stored', undefined]])
  await store.seen('b')
  assert.equal(store.status().aside, 1)
  await store.take(answer([], { now: iso(NOW + 29 * DAY) }))
  assert.equal((await store.operations()).length, 4)
  await store.take(answer([], { now: iso(NOW + 31 * DAY) }))
  assert.deepEqual((await store.operations()).map((op) => op.id), ['d', 'c'])
})

test('a server from a backup is offered everything kept again; one that lacks the end, the end', async () => {
  const { store } = await phone()
  await store.save([visit('a'), visit('b'), visit('c')])
  await store.take(answer(['a', 'b', 'c']))
  await store.take(answer([], { offer_from: 2 }))
  assert.deepEqual((await store.forSync()).ops.map((op) => op.id), ['b', 'c'])
  await store.take(answer(['b', 'c']))
  const { more } = await store.take(answer([], { epoch: 'e2' }))
  assert.deepEqual([more, (await store.forSync()).ops.map((op) => op.seq)], [true, [1, 2, 3]])
})

test('own work stays in sight until the rows say it, page by page', async () => {
  const { store } = await phone()
  await store.take(answer([], { rows: lane(2) }))
  const done = visit('a', { results: [{ person: 'p0-0', service: 'vneid', level: 2, outcome: 'set_up_now' }] })
  await store.save([done])
  await store.take(answer(['a'], { since: null, cursor: 'more' }))
  assert.deepEqual([store.doors().get('h00000').persons[0].has, store.doors().get('h00000').waiting], [{ vneid: 2 }, 0])
  const fresh = lane(1)
  fresh[0].persons[0].has = { vneid: 2, 'chu-ky-so': 1 }
  await store.take(answer([], { rows: fresh }))
  assert.deepEqual([store.doors().get('h00000').persons[0].has, store.past().get('p0-0').vneid.outcome], [{ vneid: 2, 'chu-ky-so': 1 }, 'set_up_now'])
})

test('many small deltas are packed, and a restart reads the same rows', async () => {
  const { store, file } = await phone()
  const random = seeded(3)
  let held = new Map()
  for (let round = 0; round < 120; round += 1) {
    const rows = lane(300).filter(() => random.next() < (round ? 0.05 : 1)).map((row) => ({ ...row, round }))
    const gone = [...held.keys()].filter(() => random.next() < 0.01)
    await store.take(answer([], { rows, gone }))
    for (const row of rows) held.set(row.k, row)
    for (const key of gone) held.delete(key)
  }
  store.close()
  const again = await openPhone(file, { now: () => NOW })
  await again.unlock(PIN)
  const plain = [...again.doors().values()].map((row) => [row.k, row.round]).sort()
  assert.deepEqual(plain, [...held.values()].map((row) => [row.k, row.round]).sort())
  const box = await openFileBox(file)
  assert.ok((await box.all('rows')).length <= 42)
})

test('a phone taken back is emptied to the last name; what still waits stays sealed', async () => {
  const { store, file } = await phone()
  await store.take(answer([], { rows: lane(2), config: CONFIG }))
  await store.save([visit('a'), visit('b')])
  await store.take(answer(['a']))
  await store.keepDrafts({ h00000: 'half' })
  await store.empty('revoked')
  assert.deepEqual([store.status().joined, store.status().revoked, store.status().waiting, store.doors().size], [false, true, 1, 0])
  const box = await openFileBox(file)
  assert.deepEqual([await box.all('rows'), await box.all('config'), (await box.all('ops')).map(([, record]) => record.id)], [[], [], ['b']])
})

test('work goes out as one envelope, is taken in by another phone once, and opens at the server only', async () => {
  const { store, joined } = await phone()
  await store.save([visit('a'), visit('b')])
  const envelope = JSON.parse(JSON.stringify(await store.carryOut()))
  assert.equal(store.status().waiting, 2)
  assert.deepEqual((await opened(envelope.parts[0].sealed[0], joined.carry_key)).map((op) => [op.id, op.seq]), [['a', 1], ['b', 2]])
  const leader = await openPhone(newFile(), { now: () => NOW })
  await leader.create(joinedAs('d2'), PIN)
  assert.equal((await leader.takeIn(envelope)).taken, 1)
  assert.equal((await leader.takeIn(envelope)).taken, 0)
  assert.equal((await store.takeIn(envelope)).taken, 0) // its own
  assert.equal((await leader.takeIn({ some: 'file' })).taken, 0)
  assert.match((await leader.takeIn(null)).words, /không phải/)
  const [group] = await leader.pending()
  assert.deepEqual([leader.status().parcels, group.device], [1, 'd1'])
  await leader.carried(group, { answers: new Map(), notOpened: [0], at: NOW })
  assert.deepEqual([leader.status().parcels, leader.status().unreadable, (await leader.pending()).length], [0, 1, 0])
  store.lock()
  const locked = await store.carryOut() // the PIN is forgotten: it goes out all the same
  assert.deepEqual((await Promise.all(locked.parts[0].sealed.map((text) => opened(text, joined.carry_key)))).flat().map((op) => op.id), ['a', 'b'])
})

test('killed at any step of any write, the phone opens with every acknowledged save and no half of one', async () => {
  const random = seeded(77)
  for (let run = 0; run < 60; run += 1) {
    const file = newFile()
    let left = 1 + random.below(40)
    let dead = false
    const onStep = () => {
      if (dead || (left -= 1) < 0) {
        dead = true
        throw new Error('killed')
      }
    }
    const first = await openPhone(file)
    await first.create(joinedAs('d1'), PIN)
    first.close()
    const store = await openPhone(file, { onStep })
    const saved = []
    let trying = null
    try {
      await store.unlock(PIN)
      for (let at = 0; ; at += 1) {
        trying = [visit(`${run}-${at}-x`), visit(`${run}-${at}-y`)]
        await store.save(trying)
        saved.push(...trying.map((op) => op.id))
        if (random.next() < 0.3) await store.take(answer([saved[random.below(saved.length)]], { rows: lane(2) }))
      }
    } catch (problem) {
      assert.equal(problem.message, 'killed')
    }
    const again = await openPhone(file, { now: () => Date.now() + 600_000 })
    assert.equal((await again.unlock(PIN)).ok, true)
    const ids = (await again.operations()).map((op) => op.id)
    for (const id of saved) assert.ok(ids.includes(id), `${id} was acknowledged`)
    const half = (trying || []).filter((op) => ids.includes(op.id)).length
    assert.ok(half !== 1, 'both of one save, or none')
    assert.equal(again.status().waiting, (await again.operations()).filter((op) => op.state === 'waiting').length)
    again.close()
  }
})

test('without signal too, a clock that was set back is noticed', async () => {
  let now = NOW
  const { store } = await phone({ now: () => now })
  await store.take(answer([]))
  assert.equal(store.status().clockOff, 0)
  now -= 90 * DAY
  assert.equal(store.status().clockOff, -90 * DAY)
})

test('locked or unlocked in the middle of anything, counts and work stay true', async () => {
  const random = seeded(5)
  const { store, file } = await phone()
  let saved = 0
  for (let round = 0; round < 60; round += 1) {
    if (store.status().locked) assert.equal((await store.unlock(PIN)).ok, true)
    const deeds = random.shuffled([
      () => store.save([visit(`r${round}`)]).then(() => (saved += 1), (problem) => assert.match(problem.words, /khóa/)),
      () => store.take(answer(random.next() < 0.5 ? [`r${round - 1}`] : [], random.next() < 0.5 ? { rows: lane(2) } : {})),
      async () => {
        for (let ticks = random.below(6); ticks; ticks -= 1) await new Promise((done) => setImmediate(done))
        store.lock()
      },
      () => store.pending().then(([group]) => group && store.carried(group, { answers: new Map(group.items.slice(0, 1).map(({ id }) => [id, { id, answer: 'stored' }])), notOpened: [], at: NOW })),
      () => store.unlock(PIN),
    ])
    await Promise.all(deeds.map((deed) => deed()))
    const box = await openFileBox(file)
    const waiting = (await box.all('ops')).filter(([, record]) => record.state === 'waiting').length
    box.close()
    assert.equal(store.status().waiting, waiting, `round ${round}`)
    if (store.status().locked) assert.equal(store.doors().size, 0)
    else assert.deepEqual((await store.forSync()).ops.length, waiting, `round ${round}`)
  }
  await store.unlock(PIN)
  assert.equal((await store.operations()).length, saved)
})
