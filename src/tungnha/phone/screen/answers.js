// What the commune answered: difficulties the village passed up, and what to read out about rumours.

import { app, dayWords, operation, save } from './app.js'
import { back, button, choose, el, field, fill, note } from './dom.js'
import { hasNumber } from './whole_house.js'
import { flash, go } from './shell.js'

const HOWS = [['loudspeaker', 'Đã đọc trên loa'], ['zalo', 'Đã gửi nhóm Zalo'], ['meeting', 'Đã nói ở cuộc họp'], ['doors', 'Đã nói ở từng nhà']]

export default async function answers() {
  const box = el('div')
  let asDrawn = ''
  const filledIn = () => JSON.stringify([...box.querySelectorAll('textarea, select')].map(({ value }) => value))
  async function load() {
    fill(box, drawn(await saidAlready()))
    asDrawn = filledIn()
  }
  await load()
  // News that comes while somebody types, has chosen a way or reads a script aloud waits until she has done.
  const busy = () => filledIn() !== asDrawn || !!box.querySelector('details[open]')
  return { title: 'Xã trả lời', refresh: () => (busy() ? undefined : load()), nodes: [back('Thêm', 'them'), el('h1', {}, 'Xã trả lời'), box] }
}

// Own words that wait to be sent count as said: nobody is asked twice.
async function saidAlready() {
  const said = new Map()
  for (const { kind, state, content } of await app.store.operations()) {
    if (state !== 'waiting' || !content) continue
    if (kind === 'difficulty_word') said.set(content.difficulty, content.word)
    if (kind === 'rumour_word') said.set(content.answer, content)
  }
  return said
}

function drawn(said) {
  const { difficulties = [], rumours = [] } = app.store.config() ?? {}
  return [
    rumours.length ? el('h2', {}, 'Báo cho bà con') : null,
    rumours.map((one) => rumour(one, said.get(one.id))),
    el('h2', {}, 'Khó khăn thôn đã nêu'),
    difficulties.length ? difficulties.map((one) => difficulty(one, said.get(one.id))) : note('info', 'Chưa nêu khó khăn nào'),
  ]
}

function rumour(one, said) {
  const done = one.how || said?.how
  const still = said?.still ?? one.still
  const how = field('Đã báo bằng', choose([['', 'Chọn một cách'], ...HOWS], { value: said?.how ?? one.how ?? '' }))
  const tell = async (stillHeard) => {
    if (!how.input.value) return how.wrong('Mời chọn đã báo bà con bằng cách nào.')
    await save(operation('rumour_word', { answer: one.id, how: how.input.value, still: stillHeard }))
    flash('ok', 'Đã ghi', 'Máy sẽ báo lại cho xã.')
    go('tra-loi')
  }
  return el('section.card', {},
    el('p.kicker', {}, [one.kind, done ? 'đã báo' : 'chưa báo', still === true ? 'còn nghe' : still === false ? 'không còn nghe' : ''].filter(Boolean).join(' · ')),
    el('h3', {}, one.title), el('p', {}, one.words),
    el('details', {}, el('summary', {}, 'Lời đọc trên loa'), lines(one.script)),
    el('details', {}, el('summary', {}, 'Lời nhắn nhóm Zalo'), lines(one.zalo)),
    how.node,
    el('div.stack', {}, button('Đã báo, nay không còn nghe', () => tell(false), { kind: 'main', icon: 'check' }), button('Đã báo, vẫn còn nghe', () => tell(true))))
}

const lines = (text) => el('div', {}, (text ?? '').split('\n').map((line) => el('p', {}, line)))

function difficulty(one, said) {
  const words = field('Còn vướng gì', el('textarea', { rows: 2, maxlength: 500 }), { hint: 'Chỉ ghi khi chưa xong.' })
  const tell = async (word) => {
    if (hasNumber(words.input.value)) return words.wrong('Có số dài trong lời kể. Mời xóa số đi.')
    if (word === 'again' && !words.input.value.trim()) return words.wrong('Xin ghi còn vướng gì.')
    await save(operation('difficulty_word', { difficulty: one.id, word, words: words.input.value.trim() }))
    flash('ok', 'Đã ghi', word === 'solved' ? 'Xã sẽ biết việc này đã xong.' : 'Việc này được nêu lại lên xã.')
    go('tra-loi')
  }
  const open = one.state === 'answered' && !said
  const label = said === 'solved' ? 'đã xong, chờ gửi' : said === 'again' ? 'nêu lại, chờ gửi' : one.label
  return el('section.card', {},
    el('p.kicker', {}, [one.subject, dayWords(one.on), label].filter(Boolean).join(' · ')),
    el('p', {}, one.words),
    one.until && !said ? el('p.soft', {}, `${one.who || 'Xã'} trả lời chậm nhất ${dayWords(one.until)}`) : null,
    (one.told ?? []).map((told) => note('ok', `${told.kind[0].toUpperCase()}${told.kind.slice(1)}, ${dayWords(told.on)}`, told.words)),
    open ? [words.node, el('div.stack', {}, button('Đã hết vướng', () => tell('solved'), { kind: 'main', icon: 'check' }), button('Chưa xong, nêu lại', () => tell('again')))] : null)
}
