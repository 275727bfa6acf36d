// The review page with script: items are chosen, corrected and kept one by one. Without script it is one plain form.
import { draw, showErrors } from './draw.js'
import { ask, askClash, closeAsk, sayInAsk } from './dialogs.js'
import { deedOf } from './keys.js'
import { itemAt, light, show } from './link.js'
import { Outbox } from './outbox.js'
import { markedWords } from './words.js'

const ASK_EVERY = 15 * 1000 // what others changed
const root = document.querySelector('[data-review]')
const finds = document.querySelector('[data-finds]')
const pane = document.getElementById('van-ban')
const doc = document.querySelector('[data-doc]')
const token = finds.querySelector('[name=csrfmiddlewaretoken]').value
const outbox = new Outbox({ url: root.dataset.url, token, store: root.dataset.store, known: Number(root.dataset.known) })
const ROW = '.draft-row[data-item]'
const rows = () => [...finds.querySelectorAll(ROW)]
const rowOf = item => document.getElementById(item)
let current = ''

// --- choosing ---------------------------------------------------------------------------------------------------

function choose(row, { focus = true, scroll = true } = {}) {
  if (!row) return
  const old = rowOf(current)
  old?.classList.remove('is-current')
  if (old) old.tabIndex = -1
  current = row.id
  row.classList.add('is-current')
  row.tabIndex = 0
  if (focus) row.focus({ preventScroll: true })
  if (scroll) row.scrollIntoView({ block: 'nearest' })
  const mark = light(doc, current)
  if (root.dataset.shows !== 'finds' || !narrow()) show(pane, mark)
}

const narrow = () => matchMedia('(max-width: 60rem)').matches
const step = by => choose(rows()[Math.min(Math.max(rows().findIndex(row => row.id === current) + by, 0), rows().length - 1)])

function nextDoubt() {
  const links = [...finds.querySelectorAll('.doubts a')].map(link => link.hash.slice(1))
  choose(rowOf(links[links.indexOf(current) + 1] ?? links[0]))
}

function tab(name) {
  root.dataset.shows = name
  for (const button of document.querySelectorAll('[data-tab]')) button.setAttribute('aria-pressed', String(button.dataset.tab === name))
}

function toText(item) {
  tab('text')
  show(pane, light(doc, item))
}

// --- deeds ------------------------------------------------------------------------------------------------------

const put = (deed, item, fields = [], items = [item]) => outbox.put([['do', deed], ['item', item], ...fields], items.filter(Boolean))

function edit(row, open = !row.classList.contains('is-open')) {
  row.classList.toggle('is-open', open)
  row.querySelector('[data-do=edit]')?.setAttribute('aria-expanded', String(open))
  if (open) row.querySelector('.draft-editor :is(textarea, input:not([type=hidden]), select)')?.focus()
  else row.focus()
}

function save(row, extra = []) {
  const typed = [...row.querySelectorAll('[data-typed]')]
  const fields = [...new FormData(finds)].filter(([name]) => name.startsWith(`${row.id}-`))
  for (const input of typed) delete input.dataset.typed
  const only = [...typed.map(input => input.name), ...extra.map(([name]) => name)]
  put('set', row.id, [...fields, ...extra, ...only.map(name => ['only', name])])
}

const deeds = {
  accept(row) {
    const wasDoubtful = Boolean(finds.querySelector(`.doubts a[href="#${row.id}"]`))
    put('accept', row.id)
    if (row.id === current) wasDoubtful ? nextDoubt() : step(1)
  },
  edit: row => edit(row),
  drop(row) {
    if (!row.querySelector('[data-do=drop]')) return
    const next = row.nextElementSibling ?? row.previousElementSibling
    put('drop', row.id)
    if (row.id === current) choose(next)
  },
  split: row => row.querySelector('[data-do=split]') && ask(root.dataset.ask, { do: 'split', item: row.id }),
  merge: row => row.querySelector('[data-do=merge]') && ask(root.dataset.ask, { do: 'merge', item: row.id }),
  'take-due': row => save(row, [[`${row.id}-take_due`, 'on']]),
  text: row => toText(row.id),
}
const anywhere = {
  next: () => step(1),
  previous: () => step(-1),
  'next-doubt': nextDoubt,
  add: () => ask(root.dataset.ask, { do: 'add' }),
  undo: () => document.querySelector('[data-undo] button')?.click(),
  help: () => document.getElementById('phim-tat').showModal(),
}

document.addEventListener('keydown', event => {
  const row = event.target.closest?.(ROW)
  if (event.key === 'Escape' && row?.classList.contains('is-open')) {
    event.preventDefault()
    return edit(row, false)
  }
  const deed = deedOf(event, row !== null && row === event.target, localStorage.getItem('phim-tat') === 'tat')
  if (!deed) return
  const chosen = row ?? rowOf(current)
  if (deed.startsWith('answer-')) return chosen?.querySelectorAll('[data-do=answer]')[Number(deed.slice(7)) - 1]?.click()
  if (!anywhere[deed] && !chosen) return
  event.preventDefault()
  anywhere[deed] ? anywhere[deed]() : deeds[deed](chosen)
})

document.addEventListener('click', event => {
  const button = event.target.closest('[data-do]:not(form)')
  const link = event.target.closest('a.sign, .draft-question a')
  const mark = event.target.closest('[data-doc] mark')
  if (button) press(button)
  else if (link?.hash && (link.matches('[data-to-text]') || rowOf(link.hash.slice(1)))) follow(event, link)
  else if (mark && document.getSelection().isCollapsed) fromText(mark)
})

function press(button) {
  const { do: deed, item, change, answer } = button.dataset
  const row = button.closest(ROW)
  if (deed === 'undo') put('undo', '', [['change', change]], [])
  else if (deed === 'answer') put('answer', item, [['answer', answer]], [item, ...(row ? [row.id] : [])])
  else if (item) put(deed, item)
  else if (row) {
    choose(row, { focus: false, scroll: false })
    deeds[deed](row)
  }
}

function follow(event, link) {
  event.preventDefault()
  const item = link.hash.slice(1).replace(/^van-ban-/, '')
  if (link.matches('[data-to-text]')) {
    choose(rowOf(item), { scroll: false })
    return toText(item)
  }
  tab('finds')
  choose(rowOf(item))
}

function fromText(mark) {
  const { items, item } = itemAt(mark, current)
  if (!item) return
  tab('finds')
  choose(rowOf(item))
  sayState(items.length > 1 ? `Ở chỗ này có ${items.length} mục: ${items.map(each => rowOf(each).dataset.sign).join(', ')}. Bấm lần nữa để sang mục kế.` : '')
}

finds.addEventListener('focusin', event => {
  const row = event.target.closest(ROW)
  if (row && row.id !== current) choose(row, { focus: false, scroll: false })
})
finds.addEventListener('input', event => { event.target.dataset.typed = '' })
finds.addEventListener('change', event => {
  const row = event.target.closest(ROW)
  if (!row || !event.target.name?.startsWith(`${row.id}-`)) return
  event.target.dataset.typed = ''
  save(row)
})

// --- adding by marking words -----------------------------------------------------------------------------------------

const bar = document.querySelector('[data-select-bar]')
let marked = null
document.addEventListener('selectionchange', () => {
  const words = markedWords(doc)
  if (!words && bar.contains(document.activeElement)) return
  marked = words
  bar.hidden = !words
  if (words) bar.querySelector('[data-selected]').textContent = words.quote.length > 90 ? `“${words.quote.slice(0, 90)}…”` : `“${words.quote}”`
})
bar.addEventListener('mousedown', event => event.preventDefault()) // so that the marked words stay marked
bar.addEventListener('click', event => {
  const section = event.target.closest('[data-add-as]')?.dataset.addAs
  if (section && marked) put('add', '', [['section', section], ['quote', marked.quote], ['start', marked.start]], [])
  if (section || event.target.closest('[data-select-off]')) {
    document.getSelection().removeAllRanges()
    bar.hidden = true
  }
})

// --- forms -----------------------------------------------------------------------------------------------------------

document.addEventListener('submit', async event => {
  const form = event.target
  if (form.matches('[data-dialog-form]')) {
    event.preventDefault()
    const { do: deed, item = '' } = form.dataset
    const fields = [...new FormData(form)].filter(([name]) => name !== 'csrfmiddlewaretoken')
    return put(deed, item, fields, [item, ...fields.filter(([name]) => name === 'others').map(([, other]) => other)])
  }
  if (form !== finds || form.dataset.leaving) return
  event.preventDefault()
  const button = event.submitter
  document.activeElement?.blur() // what is being typed is kept first
  if (button?.dataset.add) return put('add', '', [['section', button.dataset.add]], [])
  if (!['confirm', 'bodies'].includes(button?.value)) return
  await outbox.send()
  if (outbox.queue.length) return sayState('Còn thay đổi chưa lưu được nên chưa sang bước sau.')
  setTimeout(leave, 0, button) // a form is not sent again from within its own submit event
})

function leave(button) {
  finds.dataset.leaving = 'yes'
  finds.elements.base_change.value = outbox.known
  if (button.value === 'confirm') document.querySelector('[data-settle]').submit()
  else finds.requestSubmit(button)
}

// --- what comes back -------------------------------------------------------------------------------------------------

const state = document.querySelector('[data-save-state]')
function sayState(words, again = false) {
  if (words) state.replaceChildren(words)
  state.classList.toggle('is-waiting', again)
  if (!again) return
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-quiet', textContent: 'Gửi lại ngay' })
  button.addEventListener('click', () => outbox.send())
  state.append(' ', button)
}

const hour = () => new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' })
outbox.addEventListener('state', ({ detail: { state: now, waiting } }) => {
  const waitingItems = new Set(outbox.queue.flatMap(entry => entry.items))
  for (const row of rows()) row.classList.toggle('is-pending', waitingItems.has(row.id))
  if (now === 'sending') sayState(waiting ? `Đang lưu ${waiting} thay đổi…` : `Đã lưu lúc ${hour()}.`)
  if (now === 'offline') sayState(`Chưa lưu được ${waiting} thay đổi vì mất mạng. Máy giữ lại và tự gửi tiếp.`, true)
  if (now === 'log-in') sayState(`Phiên đăng nhập đã hết, còn ${waiting} thay đổi chưa lưu. Đăng nhập ở một thẻ khác rồi bấm gửi lại; máy vẫn giữ.`, true)
})

function take(answer) {
  draw(answer)
  if (current && rowOf(current)) {
    rowOf(current).classList.add('is-current')
    light(doc, current)
  }
  if (answer.reload) sayState('Bản rà soát vừa được lưu thành lần mới; mời tải lại trang.')
}

outbox.addEventListener('saved', ({ detail: { entry, answer } }) => {
  take(answer)
  closeAsk()
  const deed = entry.fields.find(([name]) => name === 'do')[1]
  if (!['add', 'split', 'restore', 'merge'].includes(deed) || !rowOf(answer.focus)) return
  tab('finds')
  choose(rowOf(answer.focus))
  if (deed === 'add') edit(rowOf(answer.focus), true)
})
outbox.addEventListener('news', ({ detail: { answer } }) => take(answer))
outbox.addEventListener('refused', ({ detail: { entry, answer } }) => {
  const sentence = answer?.sentence ?? 'Thay đổi vừa rồi không được nhận; mời tải lại trang rồi làm lại.'
  const row = rowOf(entry.items[0])
  for (const item of entry.items) if (answer?.items) delete answer.items[item] // what was typed stays to be put right
  if (answer?.number !== undefined) take(answer)
  if (!sayInAsk(sentence) && row) showErrors(row, sentence, answer?.errors)
  sayState(sentence)
})
outbox.addEventListener('clash', ({ detail: { entry, answer } }) => {
  if (!answer.clash) return sayState(answer.sentence)
  closeAsk()
  const words = entry.fields.filter(([name]) => name === 'only').map(([, name]) => fieldWords(name, entry.fields))
  const ours = words.join('; ') || OUR_DEEDS[entry.fields[0][1]] || entry.fields[0][1]
  take(answer)
  askClash(answer, ours, () => outbox.put(entry.fields, entry.items, entry.key, outbox.known), () => {})
})
const OUR_DEEDS = { drop: 'bỏ mục này', accept: 'đánh dấu đã xem', split: 'tách mục này', merge: 'gộp mục', restore: 'lấy lại mục', answer: 'trả lời câu hỏi', undo: 'hoàn tác' }
const fieldWords = (name, fields) => {
  const label = document.querySelector(`[name="${CSS.escape(name)}"]`)?.closest('.cell')?.querySelector('label, legend')?.textContent.trim() ?? name
  return `${label}: ${fields.filter(([each]) => each === name).map(([, value]) => value).join(', ') || 'để trống'}`
}

// --- beginning -------------------------------------------------------------------------------------------------------

for (const button of document.querySelectorAll('[data-tab]')) button.addEventListener('click', () => tab(button.dataset.tab))
const off = document.querySelector('[data-keys-off]')
off.checked = localStorage.getItem('phim-tat') === 'tat'
off.addEventListener('change', () => localStorage.setItem('phim-tat', off.checked ? 'tat' : 'bat'))
addEventListener('online', () => outbox.send())
addEventListener('focus', () => outbox.ask())
addEventListener('beforeunload', event => { if (outbox.queue.length && !finds.dataset.leaving) event.preventDefault() })
setInterval(() => { if (document.visibilityState === 'visible') outbox.ask() }, ASK_EVERY)
tab('finds')
document.documentElement.classList.add('has-review')
const first = rowOf(location.hash.slice(1).replace(/^van-ban-/, '')) ?? rowOf(finds.querySelector('.doubts a')?.hash.slice(1)) ?? rows()[0]
if (first) choose(first, { focus: false, scroll: Boolean(location.hash) })
outbox.send()
