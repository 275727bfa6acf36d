// One's own badge as it is shown at a door, and the look at somebody else's. Both work without a network.

import { clockWords, surelyBehind } from '../rules/clock.js'
import { app, dayOf, dayWords, momentWords, now } from '../screen/app.js'
import { camera } from '../screen/camera.js'
import { drawQr } from '../screen/carry.js'
import { back, el, fill, note } from '../screen/dom.js'
import { say } from '../screen/shell.js'
import { check, digits } from './token.js'

const FORGED = ['bad', 'Thẻ giả', 'Mã này không phải do xã ký. Đừng cho người này xem giấy tờ, điện thoại; gọi công an xã.']
const SAID = {
  forged: FORGED,
  revoked: ['bad', 'Thẻ đã bị thu hồi', 'Người này không còn được đến giúp với thẻ ấy.'],
  expired: ['bad', 'Thẻ đã hết hạn', ''],
  early: ['warn', 'Thẻ chưa đến ngày dùng', ''],
  replayed: ['bad', 'Mã chụp lại của ngày khác', 'Mã trên máy đổi mỗi ngày. Bảo người ấy mở ứng dụng cho xem mã hôm nay.'],
  live: ['ok', 'Đúng, mã của hôm nay', ''],
  printed: ['ok', 'Thẻ thật', 'Đây là thẻ in, có thể bị chép. Muốn chắc: bảo người ấy mở ứng dụng, quét mã trên máy.'],
}

// By the server's clock as far as this phone knows it: on a phone that is a day off, every honest badge would be a copy of yesterday's. A clock that was set right since the last contact is believed again.
function rightNow() {
  const { clockOff, lastContact } = app.store.status()
  const shifted = now() - (clockOff ?? 0)
  return surelyBehind(shifted, lastContact) ? now() : shifted
}

export default async function badge() {
  const config = app.store.config()?.badges ?? {}
  const result = el('div', { role: 'status' })
  const scanner = camera('Quét thẻ người khác', async (text) => {
    const found = await check(text, config, dayOf(rightNow()))
    if (found.code === 'not-a-badge') return 'Đây không phải mã trên thẻ của Tổ.'
    const shown = verdict(found)
    fill(result, shown)
    say(SAID[found.code][1])
    return true
  }, 'big')
  const own = el('div')
  let timer = null
  const draw = async () => {
    clearTimeout(timer)
    const made = config.mine ? await mine(config.mine) : null
    fill(own, made?.nodes ?? note('info', 'Chưa có thẻ', 'Khi xã cấp thẻ cho mình, mã hiện ở đây.'))
    if (made) timer = setTimeout(draw, Math.max(1000, made.until - rightNow()))
  }
  await draw()
  const since = app.store.status().lastContact
  return {
    title: 'Thẻ',
    leave: () => {
      clearTimeout(timer)
      scanner.leave()
    },
    nodes: [back('Thêm', 'them'), el('h1', {}, 'Thẻ của tôi'), own, el('h2', {}, 'Người kia có thật của Tổ không?'), result, scanner.node,
      el('p.soft', {}, since ? `Danh sách thẻ thu hồi: cập nhật ${momentWords(since)}.` : 'Chưa có danh sách thẻ thu hồi.')],
  }
}

function verdict({ code, name, team, to, from, day }) {
  const [tone, title, words] = SAID[code]
  const when = { expired: `Hết hạn từ ${dayWords(to)}.`, early: `Dùng được từ ${dayWords(from)}.`, replayed: `Mã của ${dayWords(day)}.` }[code]
  const clock = code === 'replayed' || code === 'early' ? clockWords(app.store.status().clockOff) : ''
  return note(tone, title, name ? el('b', {}, name) : null, team, when, words, code === 'live' || code === 'printed' ? `Dùng đến ${dayWords(to)}. Tên phải đúng là người đang đứng trước mặt.` : null, clock)
}

async function mine({ url, body, days, secret, name, team, to }) {
  const made = await digits(secret, rightNow())
  const seal = days?.[dayOf(rightNow())]
  return {
    until: made.until,
    nodes: [
      el('p', {}, el('b', {}, name), ` · ${team} · đến ${dayWords(to)}`),
      drawQr(`${location.origin}${url}?ma=${made.digits}#${body}${seal ? '.' + seal : ''}`),
      el('p.center', {}, 'Mã lúc này: ', el('b.digits', {}, `${made.digits.slice(0, 3)} ${made.digits.slice(3)}`)),
      el('p.soft', {}, 'Mã đổi sau hai phút: ai chụp lại cũng không dùng được.'),
    ],
  }
}
