// Joining: the code of the leader, who one is, the pledge, a PIN twice, the first download. One step on the screen at a time.

import { askToKeep } from '../storage/presence.js'
import { join, look, readJoinCode } from '../sync/joining.js'
import { weakPin } from '../rules/pins.js'
import { camera } from './camera.js'
import { app, BASE, wordsOf } from './app.js'
import { brand, button, el, field, fill, icon, note, tick } from './dom.js'
import { makePad } from './pad.js'
import { go, say } from './shell.js'
import { isInPhone } from './versions.js'

const server = { fetch: (...asked) => fetch(...asked), base: BASE }
const ROLES = { team_leader: 'tổ trưởng', team_member: 'thành viên Tổ' }

export default async function joining(code = '') {
  const step = el('div')
  let leave = () => {}
  const show = (title, ...nodes) => {
    const head = el('h1', { tabindex: '-1' }, title)
    fill(step, head, nodes)
    head.focus({ preventScroll: true })
    scrollTo(0, 0)
  }

  function askCode(words = '', typed = '') {
    const input = el('input', { value: typed, autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', maxlength: 12, enterkeyhint: 'go' })
    const asked = field('Mã tham gia', input, { hint: '8 chữ và số, ví dụ ABCD-2345. Tổ trưởng đọc cho, hoặc quét mã QR trên máy tổ trưởng.' })
    asked.node.classList.add('code')
    asked.wrong(words)
    const scanner = camera('Quét mã QR của tổ trưởng', (text) => {
      const read = readJoinCode(text)
      if (!isCode(read)) return 'Đây không phải mã QR tham gia. Xin tổ trưởng mở trang “Máy của Tổ”.'
      lookUp(read)
      return true
    }, 'second')
    leave = scanner.leave
    const tell = async (event) => {
      event.preventDefault()
      const read = readJoinCode(input.value)
      if (!isCode(read)) return asked.wrong('Mã gồm 8 chữ và số. Mời xem lại từng chữ.')
      await lookUp(read)
    }
    show('Vào Tổ công nghệ số', el('form', { on: { submit: tell } }, asked.node, el('button.btn.main.big.wide', { type: 'submit' }, 'Tiếp tục')),
      scanner.node,
      el('p.soft', {}, 'Lần đầu cần có mạng. Sau đó đi từng nhà không cần mạng.'))
  }

  async function lookUp(read) {
    show('Đang xem mã', el('p', {}, 'Chờ một chút…'))
    const found = await attempt(async () => look(server, read, await app.store.joinNonce()))
    if (!found.ok) return askCode(found.words, read)
    history.replaceState(null, '', location.pathname) // the code is used once; it has no business in the history
    whoYouAre(read, found)
  }

  function whoYouAre(read, found) {
    const agreed = tick('Tôi đã đọc và cam kết giữ kín')
    const next = button('Đồng ý, tiếp tục', () => choosePin(read, found), { kind: 'main.big.wide', disabled: true })
    agreed.input.addEventListener('change', () => (next.disabled = !agreed.input.checked))
    show(`Chào ${nameOf(found.member)}`,
      note('info', '', el('p', {}, `Bạn là ${ROLES[found.role] ?? found.role}, ${villageOf(found.village)}.`), found.leader ? el('p', {}, `Tổ trưởng: ${nameOf(found.leader)}.`) : null),
      el('section.card', {}, el('h2', {}, 'Cam kết giữ kín'), pledgeLines(found.pledge.text)),
      agreed.node, next,
      button('Không phải tôi', () => askCode(), { kind: 'quiet.wide' }))
    return null
  }

  function choosePin(read, found) {
    const agreedAt = new Date().toISOString()
    let first = ''
    const told = el('div')
    const ask = el('p.center', {}, el('b', {}, 'Chọn 6 số dễ nhớ với mình, khó đoán với người khác.'))
    const pad = makePad(async (pin) => {
      fill(told)
      const weak = first ? '' : weakPin(pin, [])
      if (weak) return complain(weak)
      if (!first) {
        first = pin
        ask.firstChild.textContent = 'Bấm lại đúng 6 số ấy một lần nữa.'
        return say(ask.textContent)
      }
      if (pin !== first) {
        first = ''
        ask.firstChild.textContent = 'Chọn 6 số dễ nhớ với mình, khó đoán với người khác.'
        return complain('Hai lần không giống nhau: mời chọn lại từ đầu.')
      }
      await enter(read, found, pin, agreedAt)
    })
    const complain = (words) => (fill(told, note('bad', '', words)), say(words))
    leave = pad.leave
    show('Đặt mã PIN', ask, told, pad.node, el('p.soft', {}, 'Mã PIN khóa danh sách trong máy này. Không ai xem lại được mã: nhớ kỹ, đừng ghi lên máy.'))
  }

  async function enter(read, found, pin, agreedAt) {
    leave()
    show('Đang vào Tổ', el('p', {}, 'Đang khóa dữ liệu trên máy bằng mã PIN…'))
    const joined = await attempt(async () => {
      const nonce = await app.store.joinNonce()
      const said = await join(server, { code: read, nonce, name: phoneName(), platform: systemName(), app: app.version, pledge: found.pledge.version, agreed_at: agreedAt })
      if (said.ok) await app.store.create(said, pin)
      return said
    })
    if (joined.ok) return download()
    if (!joined.again) return askCode(joined.words)
    show('Chưa vào được Tổ', note('warn', 'Mạng yếu, chưa nhận được trả lời', 'Mã tham gia và mã PIN vừa chọn vẫn dùng được.'),
      button('Thử lại', () => enter(read, found, pin, agreedAt), { kind: 'main.big.wide' }))
  }

  async function download() {
    const bar = el('progress', { max: 1, 'aria-label': 'Đã nhận' })
    const count = el('p.center', { role: 'status' }, 'Đang nhận danh sách nhà…')
    const told = el('div')
    show('Nhận danh sách nhà', bar, count, told, el('p.soft', {}, 'Mất mạng giữa chừng cũng không sao: lần sau nhận tiếp từ chỗ dừng.'))
    const stop = app.client.onState(({ held, of }) => {
      if (!of) return
      bar.max = of
      bar.value = held
      count.textContent = `Đã nhận ${held}/${of} hộ`
    })
    leave = stop
    await app.client.send() // one that began before the key was there ends without a word
    const sent = app.store.config() ? app.client.state() : await app.client.send()
    stop()
    count.textContent = 'Đang cất ứng dụng vào máy…'
    await ready(sent.problem ? sent.words : (await isInPhone()) ? '' : 'Ứng dụng chưa cất được vào máy. Giữ mạng, mở lại địa chỉ này một lần nữa rồi hãy đi.')
  }

  async function ready(problem) {
    const doors = app.store.doors().size
    const { kept, words } = await askToKeep()
    show('Máy đã sẵn sàng',
      problem ? note('warn', 'Chưa xong', problem, 'Ứng dụng tự nhận tiếp khi có mạng.') : note('ok', `Đã nhận ${doors} hộ vào máy`, 'Từ giờ đi từng nhà không cần mạng.'),
      el('section.card', {}, el('h2', {}, kept ? 'Dữ liệu được giữ chắc' : 'Giữ dữ liệu trong máy'), el('p', {}, words)),
      el('section.card', {}, el('h2', {}, 'Để sẵn ngoài màn hình'), el('p', {}, 'Trong Chrome: bấm ⋮ ở góc trên, chọn “Thêm vào màn hình chính”. Lần sau bấm biểu tượng Từng Nhà là mở.')),
      button('Bắt đầu đi từng nhà', () => go(''), { kind: 'main.big.wide', icon: 'door' }))
  }

  const read = readJoinCode(code)
  if (isCode(read)) queueMicrotask(() => lookUp(read))
  else askCode(code ? 'Mã trong đường dẫn không đọc được. Mời gõ mã tổ trưởng đọc cho.' : '')
  return { title: 'Vào Tổ', nodes: [brand(el('b', {}, 'Từng Nhà')), step], act: true, alone: true, leave: () => leave() }
}

// A problem of the server or of the way to it is a sentence, not a blank screen.
async function attempt(work) {
  try {
    return (await work()) ?? {}
  } catch (problem) {
    return { ok: false, words: wordsOf(problem) ?? 'Chưa nối được với máy chủ. Mời xem lại mạng rồi thử lại.' }
  }
}

const isCode = (read) => /^[A-Z0-9]{8}$/.test(read)
const nameOf = (who) => who?.name ?? who ?? ''
const villageOf = (where) => where?.name ?? where ?? ''
const pledgeLines = (text) => el('ul', {}, text.match(/[^.\n]+\.?/g).map((line) => line.trim() && el('li', {}, line.trim())))

// As the leader's page shows it; the rest of what a browser calls itself says nothing to her.
const systemName = () => /Android [\d.]+|iPhone OS [\d_]+/.exec(navigator.userAgent)?.[0] ?? ''

function phoneName() {
  const named = /\(([^)]+)\)/.exec(navigator.userAgent)?.[1].split(';').map((part) => part.trim()).pop() ?? ''
  return named.replace(/ Build.*/, '').slice(0, 60) || 'điện thoại'
}
