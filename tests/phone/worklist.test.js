// What the screen shows: the server's rows, own work over them, whom to find, which door next and what to offer there.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { likelyDoubles } from '../../src/tungnha/phone/rules/doubles.js'
import { lackingIn, nextDoors } from '../../src/tungnha/phone/rules/doors.js'
import { householdLines } from '../../src/tungnha/phone/rules/lines.js'
import { doorsText, mergeDelta, pastOf } from '../../src/tungnha/phone/rules/merge.js'
import { bestOffer, offersFor } from '../../src/tungnha/phone/rules/offers.js'
import { withOwn, withOwnSessions } from '../../src/tungnha/phone/rules/overlay.js'
import { find, makeIndex } from '../../src/tungnha/phone/rules/search.js'
import { CONFIG, lane } from './support/phone.js'
import { seeded } from './support/seeded.js'

const TODAY = '2026-05-26'
const asMap = (rows) => new Map(rows.map((row) => [row.k, row]))
const visit = (content, more = {}) => ({ id: 'v', kind: 'visit', v: 1, made_at: `${TODAY}T08:00:00+07:00`, seq: 1, state: 'waiting', content, ...more })
const [NEW, HAD] = [{ vneid: 2 }, { vneid: 2, 'chu-ky-so': 1 }]

test('a delta laid in twice changes nothing; doors clear what is no longer ours', () => {
  const rows = lane(5)
  const delta = { rows: [{ ...rows[1], lane: 'Ngõ 9' }], gone: ['h00003'] }
  const once = mergeDelta(asMap(rows), delta)
  assert.deepEqual(mergeDelta(once, delta), once)
  assert.deepEqual([...once.keys()], ['h00000', 'h00001', 'h00002', 'h00004'])
  assert.equal(once.get('h00001').lane, 'Ngõ 9')
  assert.deepEqual([...mergeDelta(once, { doors: ['h00002'] }).keys()], ['h00002'])
  assert.equal(doorsText(new Map([['b', 1], ['a', 2]])), 'a\nb')
})

test('own work shows at once, and the rows beneath stay as the server sent them', () => {
  const rows = asMap(lane(3))
  const before = structuredClone(rows)
  const shown = withOwn(rows, [
    visit({
      household: 'h00001', outcome: 'met', informed: ['visit'], shown_how: true, cannot_read: ['p1-3'],
      results: [
        { person: 'p1-0', service: 'vneid', level: 2, outcome: 'set_up_now' },
        { person: 'p1-1', service: 'vneid', outcome: 'afraid' },
        { person: 'p1-2', service: 'vneid', outcome: 'deceased' },
      ],
      telephones: [{ person: 'p1-0', number: '0912000345' }],
    }),
  ])
  assert.deepEqual(rows, before)
  const row = shown.get('h00001')
  assert.deepEqual([row.waiting, row.last, row.informed, row.shown_how], [1, { outcome: 'met', on: TODAY, come_back_on: null }, ['visit'], true])
  assert.deepEqual(row.persons.map((one) => [one.has, one.said, one.gone, one.reads, one.phone]), [
    [{ vneid: 2 }, { vneid: { outcome: 'set_up_now', on: TODAY } }, undefined, true, '091****345'],
    [{}, { vneid: { outcome: 'afraid', on: TODAY } }, undefined, true, ''],
    [{}, { vneid: { outcome: 'deceased', on: TODAY } }, 'deceased', true, ''],
    [{}, undefined, undefined, false, ''],
  ])
})

test('people and households added here are there, with their number known for doubles', () => {
  const shown = withOwn(asMap(lane(3)), [
    { kind: 'add_household', made_at: `${TODAY}T08:00`, state: 'waiting', content: { household: 'new', village: 'v1', lane: 'Ngõ 2', house: 'Số 1B', after: 'h00000' } },
    { kind: 'add_person', made_at: `${TODAY}T08:01`, state: 'waiting', content: { person: 'n1', household: 'new', full_name: 'Vi Thị Bưởi', birth: '1970', number: '038170999012' } },
    { kind: 'add_person', made_at: `${TODAY}T08:01`, state: 'waiting', content: { person: 'n2', household: 'new', full_name: 'Vi Văn Tí', birth: '2019' } },
    { kind: 'card', made_at: `${TODAY}T08:02`, state: 'waiting', content: { person: 'p1-0', number: '038160999045', birth: '1960-02-03' } },
  ])
  const added = shown.get('new')
  assert.deepEqual([added.order, added.own, added.waiting, added.persons.map((one) => one.number)], [1.5, true, 3, ['0381******12', '']])
  assert.deepEqual(added.persons.map((one) => offersFor(one, CONFIG).map((offer) => offer.service.code)), [['vneid', 'chu-ky-so'], []])
  assert.equal(shown.get('h00001').persons[0].number, '0381******45')
  assert.deepEqual(likelyDoubles({ full_name: 'Vi Thi Buoi', number: '038170999012' }, shown).map((one) => [one.person, one.why]), [['n1', 'cùng số định danh']])
})

test('an operation that cannot be shown, of any version, never keeps the list from opening', () => {
  const random = seeded(11)
  const rows = asMap(lane(4))
  const odd = [null, undefined, 7, 'x', [], {}, { household: 'nobody' }, { household: 'h00001', results: [{ person: 'p9' }] }, { household: 'h00001', results: 5 }]
  for (let round = 0; round < 300; round += 1) {
    const kind = random.pick(['visit', 'add_person', 'add_household', 'card', 'helper', 'dream', 'constructor', 'queue'])
    const shown = withOwn(rows, [{ kind, v: random.below(9), state: 'waiting', made_at: `${TODAY}T08:00`, content: random.pick(odd) }])
    assert.ok(shown.size >= rows.size)
  }
})

test('sessions show own check-ins and the queue as last called', () => {
  const ops = [
    { kind: 'check_in', content: { session: 's', person: 'p1' } }, { kind: 'check_in', content: { session: 's' } },
    { kind: 'queue', content: { session: 's', ticket: 4, state: 'waiting' } }, { kind: 'queue', content: { session: 's', ticket: 4, state: 'called' } },
    { kind: 'check_in', content: { session: 'other', person: 'p2' } },
  ]
  const [shown] = withOwnSessions([{ id: 's', came: ['p0'], queue: [{ ticket: 3, state: 'waiting', person: 'p0' }] }], [
    ...ops, { kind: 'queue', content: { session: 's', ticket: 3, state: 'served' } },
  ])
  assert.deepEqual(shown, { id: 's', came: ['p0', 'p1'], queue: [{ ticket: 3, state: 'served', person: 'p0' }, { ticket: 4, state: 'called', person: null }] })
})

test('what was done at a session shows at home too', () => {
  const done = (person) => ({ kind: 'check_in', made_at: `${TODAY}T09:00`, state: 'waiting', content: { session: 's', person, done: ['vneid'] } })
  const shown = withOwn(asMap(lane(2)), [done('p1-2'), done('not held here'), { ...done('p0-0'), content: { session: 's', person: 'p0-0' } }])
  assert.deepEqual([shown.get('h00001').persons[2].has, shown.get('h00001').waiting, shown.get('h00000').waiting], [{ vneid: 1 }, 1, undefined])
})

test('the latest word of each service is kept of visits, in any order', () => {
  const early = visit({ results: [{ person: 'p', service: 'a', outcome: 'refused' }, { person: 'p', service: 'b', outcome: 'away' }] }, { made_at: '2026-05-01T08:00' })
  const late = visit({ results: [{ person: 'p', service: 'a', outcome: 'afraid' }] })
  for (const order of [[early, late], [late, early]]) {
    const [[person, said]] = pastOf(new Map(), order)
    assert.deepEqual([person, said.a.outcome, said.b.outcome], ['p', 'afraid', 'away'])
  }
  assert.deepEqual(pastOf(new Map([['p', { a: { outcome: 'afraid', on: TODAY } }]]), [early])[0][1].a.outcome, 'afraid')
})

test('anybody is found without marks among 10,000, whole names first', (t) => {
  const rows = lane(2500)
  rows[1234].persons[2].name = 'Lò Thị Ỏn'
  rows[7].persons[0].name = 'Lò Thị Ỏn Hương'
  const index = makeIndex(asMap(rows))
  assert.deepEqual(find(index, 'lo thi on').map((one) => one.person), ['p1234-2', 'p7-0'])
  assert.deepEqual(find(index, 'ỎN lò').map((one) => one.person), ['p7-0', 'p1234-2'])
  assert.deepEqual(find(index, '0042').map((one) => one.household), [])
  assert.deepEqual(find(index, '042').map((one) => one.household)[0], 'h00041')
  assert.equal(find(index, 'nong thi').length, 50)
  assert.deepEqual(find(index, '  '), [])
  assert.deepEqual(find(index, 'lò ngõ 2').map((one) => one.person), ['p7-0', 'p1234-2'])
  const began = performance.now()
  const queries = ['n', 'hoang thi', 'nguyet', 'khong co ai', 'lo thi on']
  for (const text of queries) find(index, text)
  t.diagnostic(`search of 10,000: ${((performance.now() - began) / queries.length).toFixed(1)} ms each`)
})

test('the next door: help first, then appointments due, then on along the lane, then long ago; nothing twice', () => {
  const rows = lane(9)
  const last = (at, outcome, on, come_back_on = null) => (rows[at].last = { outcome, on, come_back_on })
  last(0, 'all_away', '2026-05-20')
  last(1, 'come_back', '2026-05-20', TODAY)
  last(2, 'come_back', '2026-05-20', '2026-06-01') // not before its day
  last(3, 'met', TODAY) // today already
  last(4, 'moved', '2026-05-20')
  last(5, 'refused', '2026-05-01')
  rows[6].first = true
  rows[6].bring = ['mang máy']
  for (const person of rows[7].persons) person.has = HAD // nothing to do
  const turn = nextDoors(asMap(rows), { today: TODAY, config: CONFIG })
  assert.deepEqual(turn.map((one) => one.k), ['h00006', 'h00001', 'h00008', 'h00000', 'h00005'])
  assert.deepEqual(turn.map((one) => one.why), [
    'Cần giúp trước, mang máy; chưa đến lần nào; 4 người còn thiếu', 'Hẹn quay lại hôm nay; 4 người còn thiếu',
    'Chưa đến lần nào; 4 người còn thiếu', 'Lần trước cả nhà đi vắng, 20/5; 4 người còn thiếu', 'Lần trước không tiếp, 1/5; 4 người còn thiếu',
  ])
})

test('from where one stands the lane goes on, and what was passed comes at the end of the round', () => {
  const rows = lane(6)
  rows.push({ ...lane(1)[0], k: 'far', village: 'v2', order: 0 })
  const turn = nextDoors(asMap(rows), { today: TODAY, config: CONFIG, after: 'h00002' })
  assert.deepEqual(turn.map((one) => one.k), ['h00003', 'h00004', 'h00005', 'h00000', 'h00001', 'far'])
})

test('first what opens the others; nobody is pressed twice; what hinders is said', () => {
  const person = { k: 'p', asked: ['vneid', 'chu-ky-so'], has: { vneid: 1 } }
  assert.deepEqual(offersFor(person, CONFIG).map((one) => [one.service.code, one.held_back, one.why]), [
    ['vneid', false, 'Làm trước: 1 tiện ích khác cần có VNeID.'], ['chu-ky-so', true, 'Cần có VNeID trước.'],
  ])
  const past = new Map([['p', { 'chu-ky-so': { outcome: 'afraid', on: '2026-05-01' } }]])
  const [only] = offersFor({ ...person, has: NEW }, CONFIG, past)
  assert.deepEqual([only.held_back, only.why.startsWith('Lần trước sợ lừa đảo')], [true, true])
  assert.deepEqual(offersFor({ ...person, has: HAD }, CONFIG), [])
  assert.deepEqual(offersFor({ ...person, gone: 'moved' }, CONFIG), [])
  const level = { ...CONFIG, services: [{ ...CONFIG.services[1], needs: [] }] }
  assert.equal(offersFor({ ...person, asked: ['vneid'] }, level)[0].why, 'Đã có mức 1, còn lên mức 2.')
})

test('at a door the best to begin with is what most people there lack', () => {
  const [row] = lane(1)
  row.persons.forEach((person, at) => (person.has = at ? NEW : HAD))
  const best = bestOffer(row, CONFIG)
  assert.deepEqual([best.person.k, best.service.code, best.why], ['p0-1', 'chu-ky-so', 'Chưa có. 3 người trong nhà cùng thiếu: làm một lượt.'])
  assert.equal(bestOffer({ persons: row.persons.slice(0, 1) }, CONFIG), null)
  assert.equal(lackingIn(row, CONFIG), 3)
})

test('a likely double is said at once; another sex, another year, another name are somebody else', () => {
  const rows = lane(1)
  Object.assign(rows[0].persons[0], { name: 'Nguyễn Thị Hòa', birth: '1960-05-01', number: '0381******45', phone: '091****345', sex: 'female' })
  const why = (newcomer) => likelyDoubles(newcomer, asMap(rows)).map((one) => one.why)
  assert.deepEqual(why({ full_name: 'nguyen thi hoa', birth: '1960' }), ['cùng họ tên, ngày sinh không trái nhau'])
  assert.deepEqual(why({ full_name: 'Nguyễn Thị Hoà', birth: '1961' }), [])
  assert.deepEqual(why({ full_name: 'Nguyễn Thị Hoà', birth: '1960', sex: 'male' }), [])
  assert.deepEqual(why({ full_name: 'Tên Khác', birth: '1960', number: '038160999045' }), ['số định danh giống nhau ở phần nhìn thấy, cùng năm sinh'])
  assert.deepEqual(why({ full_name: 'Tên Khác', number: '038160999046' }), [])
  assert.deepEqual(why({ full_name: 'Nguyễn Thị Hòa', telephone: '0912000345' }), ['cùng họ tên, số điện thoại giống nhau'])
  assert.deepEqual(why({ full_name: 'Nguyễn Thị Hòa', telephone: '0912000346' }), [])
  rows[0].persons[0].birth = ''
  assert.deepEqual(why({ full_name: 'Nguyễn Thị Hòa' }), ['cùng họ tên, chưa rõ ngày sinh'])
})

test('a household in lines', () => {
  const [row] = lane(1, { persons: 1 })
  Object.assign(row, { first: true, bring: ['mang máy'], last: { outcome: 'all_away', on: '2026-05-20' }, helper: { member: 9, from_on: '2026-05-02' } })
  Object.assign(row.persons[0], { birth: '1960-05-27', has: { vneid: 1 } })
  const lines = householdLines(row, CONFIG, TODAY)
  assert.deepEqual(
    [lines.title, lines.address, lines.help, lines.last, lines.helper, lines.lacking],
    ['Nông Thị Hòa', 'Hộ 001, Ngõ 2, Số 1', 'Cần giúp trước, mang máy', 'Lần trước cả nhà đi vắng, 20/5', 'Người giúp: Lý Văn Hùng, từ 2/5', 1],
  )
  assert.equal(lines.persons[0].about, 'Chủ hộ, sinh 27/05/1960, 65 tuổi')
  assert.deepEqual(lines.persons[0].services.map((one) => [one.label, one.has, one.words]), [['Chữ ký số', false, 'chưa có'], ['VNeID', false, 'mới có mức 1']])
})
