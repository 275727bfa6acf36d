// What waits, what a person must look at, what was received. Nothing here can be deleted.

import { clockWords } from '../rules/clock.js'
import { answerWords, RESULT_OUTCOMES, VISIT_OUTCOMES } from '../rules/words.js'
import { app, momentWords } from './app.js'
import { back, button, el, fill, link, mark, note } from './dom.js'
import { headOf } from './list.js'

const KINDS = {
  visit: 'Lượt đến nhà', add_person: 'Thêm người', add_household: 'Thêm nhà', card: 'Thẻ căn cước', helper: 'Người giúp',
  check_in: 'Điểm danh', queue: 'Số thứ tự', seller_visit: 'Lượt đến cơ sở', difficulty: 'Khó khăn báo lên',
  difficulty_word: 'Khó khăn đã xong hay chưa', rumour_word: 'Đã báo lời đáp tin đồn',
}
const SHOWN = 60

export default async function waiting() {
  const box = el('div')
  async function load() {
    const all = (await app.store.operations()).sort((a, b) => b.seq - a.seq)
    const rows = app.store.doors()
    const status = app.store.status()
    fill(box, lists(all, rows, status))
  }
  await load()
  return { title: 'Việc chờ gửi', nodes: [back('Thêm', 'them'), el('h1', {}, 'Việc đã ghi trên máy'), box], refresh: load }
}

function lists(all, rows, status) {
  const unsent = all.filter(({ state }) => state === 'waiting')
  const aside = all.filter((op) => needsALook(op) && !op.seen)
  const done = all.filter((op) => op.state !== 'waiting' && !aside.includes(op))
  return [
    unsent.length ? note('warn', `${unsent.length} việc chờ gửi`, 'Có mạng thì tự gửi, hoặc bấm “Gửi ngay”. Việc nằm trong máy đến khi máy chủ nhận xong.') : note('ok', 'Đã gửi hết'),
    clockWords(status.clockOff) ? note('warn', 'Đồng hồ của máy chạy sai', clockWords(status.clockOff)) : null,
    aside.length ? [el('h2', {}, 'Cần xem'), aside.map((op) => asideCard(op, rows))] : null,
    unsent.length ? [el('h2', {}, 'Chờ gửi'), listOf(unsent, rows)] : null,
    unsent.length ? el('div.stack', {}, link('Mang việc chưa gửi sang máy khác', 'mang-ra', { icon: 'upload' })) : null,
    done.length ? [el('h2', {}, 'Đã gửi trong 30 ngày'), listOf(done, rows)] : null,
  ]
}

const needsALook = ({ answer }) => ['aside', 'refused'].includes(answer)

function asideCard(op, rows) {
  return el('section.card', {},
    el('p', {}, mark('bad', answerWords(op.answer), 'warn')),
    el('p', {}, el('b', {}, titleOf(op, rows)), ` · ${momentWords(op.made_at)}`),
    op.why ? el('p', {}, op.why) : null,
    el('div.row-of', {}, button('Đã xem', () => app.store.seen(op.id), { kind: 'main', icon: 'check' })))
}

function listOf(all, rows) {
  return [
    el('ul.rows', {}, all.slice(0, SHOWN).map((op) => el('li', {}, opLine(op, rows)))),
    all.length > SHOWN ? el('p.soft', {}, `Và ${all.length - SHOWN} việc cũ hơn.`) : null,
  ]
}

function opLine(op, rows) {
  const became = op.state === 'waiting' ? 'chưa gửi' : answerWords(op.answer)
  return el('div', {}, el('b', {}, titleOf(op, rows)), el('p.soft', {}, `${momentWords(op.made_at)} · ${became}`), op.why && el('p', {}, op.why))
}

function titleOf({ kind, content }, rows) {
  const row = rows.get(content.household) ?? [...rows.values()].find(({ persons }) => content.person && persons.some(({ k }) => k === content.person))
  const whom = kind === 'add_person' ? content.full_name : kind === 'queue' ? content.ticket : row && headOf(row)
  const what = kind === 'visit' ? VISIT_OUTCOMES[content.outcome] ?? RESULT_OUTCOMES[content.outcome] : ''
  return [KINDS[kind] ?? 'Việc khác', whom, what].filter(Boolean).join(': ')
}
