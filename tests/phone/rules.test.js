// What replies mean, how much is sent, how long is waited, what a clock, a PIN, a run of QR codes is worth.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BYTES, halved, MOST, nextBatch } from '../../src/tungnha/phone/rules/batches.js'
import { clockOff, clockWords, surelyBehind } from '../../src/tungnha/phone/rules/clock.js'
import { checkVisit, makeOperation, makeVisit, stamp } from '../../src/tungnha/phone/rules/operations.js'
import { collect, joined, missing, readPiece, split } from '../../src/tungnha/phone/rules/pieces.js'
import { pauseAfter, weakPin } from '../../src/tungnha/phone/rules/pins.js'
import { afterReply } from '../../src/tungnha/phone/rules/replies.js'
import { waitAfter } from '../../src/tungnha/phone/rules/waiting.js'
import { seeded } from './support/seeded.js'

const ours = (more) => ({ tungnha: 1, now: '2026-05-26T07:00:00+07:00', ...more })
const verdict = (status, body, sent) => afterReply({ status, body, sent }).verdict

test('only our own answer about that very id ends its waiting', () => {
  const body = ours({ answers: [{ id: 'a', answer: 'stored' }, { id: 'b', answer: 'perhaps' }, { id: 'z', answer: 'stored' }, null] })
  const meant = afterReply({ status: 200, body, sent: ['a', 'b', 'c'] })
  assert.equal(meant.verdict, 'taken')
  assert.deepEqual([...meant.answers.keys()], ['a'])
})

test('what is no answer of ours changes nothing', () => {
  assert.equal(verdict(200, null, ['a']), 'unclear') // a Wi-Fi log-in page, or half a body
  assert.equal(verdict(200, { answers: [{ id: 'a', answer: 'stored' }] }, ['a']), 'unclear')
  assert.equal(verdict(200, ours({ answers: [] }), ['a']), 'unclear')
  assert.equal(verdict(200, ours({}), ['a']), 'unclear')
  assert.equal(verdict(401, null), 'unclear') // a proxy's, not ours
  assert.equal(verdict(302, null), 'unclear')
  assert.equal(verdict(404, ours({})), 'unclear')
})

test('an error says what to do next', () => {
  const said = [0, 408, 429, 500, 502, 503, 413, 401, 400].map((status) => verdict(status, [401, 400].includes(status) ? ours({}) : null))
  assert.deepEqual(said, ['wait', 'wait', 'wait', 'wait', 'wait', 'wait', 'too-large', 'unknown-device', 'old-app'])
  assert.equal(afterReply({ status: 500, body: ours({ answers: [{ id: 'a', answer: 'stored' }] }), sent: ['a'] }).answers.size, 0)
  assert.equal(afterReply({ status: 200, body: ours({ answers: [] }), sent: [] }).verdict, 'taken')
})

test('a batch holds the oldest, at most 200 and 512 KiB, and never nothing', () => {
  const ops = Array.from({ length: 500 }, (_, at) => ({ id: `i${at}`, seq: 500 - at, content: {} }))
  assert.deepEqual(nextBatch(ops).map((op) => op.seq), Array.from({ length: MOST }, (_, at) => at + 1))
  const large = ops.map((op) => ({ ...op, content: { note: 'ế'.repeat(60_000) } })) // three bytes a letter
  assert.deepEqual(nextBatch(large).map((op) => op.seq), [1, 2])
  assert.ok(new TextEncoder().encode(JSON.stringify(nextBatch(large))).length < 512 * 1024)
  assert.equal(nextBatch([{ id: 'x', seq: 1, content: { note: 'a'.repeat(BYTES * 2) } }]).length, 1)
  assert.deepEqual(nextBatch(ops, { skip: new Set(['i499']) })[0].seq, 2)
  assert.deepEqual([halved(200), halved(3), halved(1)], [100, 1, 0])
})

test('waiting doubles from 5 s to 15 min, with a share of chance, never shorter than asked', () => {
  const whole = [1, 2, 3, 8, 9, 100].map((failures) => waitAfter(failures, 0))
  assert.deepEqual(whole, [5_000, 10_000, 20_000, 640_000, 900_000, 900_000])
  assert.equal(waitAfter(1, 1), 2_500)
  assert.ok(waitAfter(1, 0.99, 120) >= 120_000 && waitAfter(1, 0.99, 120) < 150_001)
  assert.ok(waitAfter(3, 0.5, 1e9) <= 15 * 60_000 * 4 * 1.25)
})

test('a clock in 2020 is noticed, and that time runs backwards without signal', () => {
  const at2020 = Date.parse('2020-01-01T00:00:00Z')
  const off = clockOff({ now: '2026-05-26T00:00:00Z', sentAt: at2020, gotAt: at2020 + 2000 })
  assert.equal(off, at2020 + 1000 - Date.parse('2026-05-26T00:00:00Z'))
  assert.match(clockWords(off), /chậm 2337 ngày/)
  assert.match(clockWords(7 * 60_000), /nhanh 7 phút/)
  assert.match(clockWords(-26 * 3_600_000), /chậm 26 giờ/)
  assert.equal(clockWords(4 * 60_000), '')
  assert.equal(clockWords(clockOff({ now: 'hỏng', sentAt: 1, gotAt: 2 })), '')
  assert.equal(surelyBehind(at2020, Date.parse('2026-05-01')), true)
  assert.equal(surelyBehind(Date.parse('2026-05-26'), Date.parse('2026-05-01')), false)
})

test('an operation is stamped with the clock and offset as they stand, empty fields left out', () => {
  assert.equal(stamp(Date.parse('2026-05-26T00:30:00Z'), 420), '2026-05-26T07:30:00.000+07:00')
  assert.equal(stamp(Date.parse('2026-05-26T00:30:00Z'), -90), '2026-05-25T23:00:00.000-01:30')
  const env = { uuid: () => 'u1', at: Date.parse('2026-05-26T00:30:00Z'), offset: 420 }
  const made = makeOperation('visit', { household: 'h', note: '', results: [], shown_how: false, come_back_on: null }, env)
  assert.deepEqual(made, { id: 'u1', kind: 'visit', v: 1, made_at: '2026-05-26T07:30:00.000+07:00', content: { household: 'h', shown_how: false } })
  assert.throws(() => makeOperation('vist', {}, env), TypeError)
})

test('a visit the server would refuse is not made', () => {
  const env = { uuid: () => 'u1', at: Date.parse('2026-05-26T00:30:00Z'), offset: 420 }
  assert.deepEqual(makeVisit({ outcome: 'all_away' }, env).problems, [])
  assert.equal(makeVisit({}, env).op, undefined)
  assert.equal(checkVisit({ outcome: 'come_back' }, '2026-05-26').length, 1)
  assert.equal(checkVisit({ outcome: 'come_back', come_back_on: '2026-05-25' }, '2026-05-26').length, 1)
  assert.equal(checkVisit({ outcome: 'all_away', results: [{ outcome: 'away' }] }, '2026-05-26').length, 1)
  assert.equal(checkVisit({ outcome: 'met', results: [{ outcome: 'other', reason: ' ' }] }, '2026-05-26').length, 1)
  assert.equal(checkVisit({ outcome: 'met', results: [{ outcome: 'other', reason: 'ốm' }] }, '2026-05-26').length, 0)
})

test('PINs that are tried first are refused', () => {
  for (const pin of ['123456', '000000', '654321', '112233', '121212', '123123', '200590', '901205', '051990', '199005', '789012', '12345', 'abcdef', '111112']) {
    assert.notEqual(weakPin(pin), '', pin)
  }
  for (const pin of ['590274', '847193', '385962']) assert.equal(weakPin(pin), '', pin)
  assert.notEqual(weakPin('600417', ['1960-04-17']), '')
})

test('wrong PINs cost 1 s, doubling', () => {
  assert.deepEqual([0, 1, 2, 3, 9, 10].map(pauseAfter), [0, 1000, 2000, 4000, 256_000, 512_000])
})

test('a run of QR codes is joined again in any order, with doubles and wrong ones between', () => {
  const random = seeded(6)
  for (let round = 0; round < 200; round += 1) {
    const text = Array.from({ length: random.below(9000) }, () => random.pick('abcXYZ-_09{}",:')).join('')
    const codes = split(text, 900)
    assert.ok(codes.every((code) => code.length <= 1000))
    let held = null
    const shown = random.shuffled([...codes, ...codes.filter(() => random.next() < 0.4)])
    for (const code of shown) {
      const at = random.below(code.length)
      const spoilt = code.slice(0, at) + String.fromCharCode((code.charCodeAt(at) ^ 1) || 1) + code.slice(at + 1)
      for (const wrong of [spoilt, 'https://example.org', '']) held = collect(held, wrong).held
      assert.equal(readPiece(spoilt), null)
      held = collect(held, code).held
    }
    assert.deepEqual(missing(held), [])
    assert.equal(joined(held), text)
  }
})

test('two runs are not mixed, and a run that lacks a part is not joined', () => {
  const [one, other] = [split('a'.repeat(2500)), split('b'.repeat(2500))]
  let held = collect(null, one[0]).held
  assert.match(collect(held, other[0]).words, /lượt chuyển khác/)
  held = collect(held, one[2]).held
  assert.deepEqual([missing(held), joined(held)], [[2], null])
  held = collect(held, one[1]).held
  assert.equal(joined(held), 'a'.repeat(2500))
  assert.equal(collect(held, other[0]).held.of, readPiece(other[0]).of)
})
