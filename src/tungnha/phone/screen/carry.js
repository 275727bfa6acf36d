// Unsent work goes out by hand: as a sealed file, or as a run of codes on this screen. Nothing leaves the list by that.

import { asCodes, asFile } from '../sync/carrying.js'
import { app, today } from './app.js'
import { back, button, el, fill, note, svg } from './dom.js'
import { makeQr } from './qr.js'
import { say } from './shell.js'

const EACH = 1500 // milliseconds: a cheap camera needs about one second a code

export default async function carry() {
  const status = app.store.status()
  const waits = status.waiting + (status.left ?? 0)
  const box = el('div')
  const stop = { now: () => {} }
  const home = status.locked ? ['Quay lại', ''] : ['Việc chờ gửi', 'cho-gui']
  if (!waits) return { title: 'Mang ra', nodes: [back(...home), el('h1', {}, 'Mang việc chưa gửi ra'), note('ok', 'Không còn việc nào chưa gửi')] }

  const byFile = async () => {
    const { name, text } = asFile(await app.store.carryOut(), today())
    const file = new File([text], name, { type: 'application/json' })
    if (navigator.canShare?.({ files: [file] })) await navigator.share({ files: [file] }).catch(() => {})
    else download(file)
    fill(box, note('ok', 'Đã làm tệp', `Tệp “${name}” đã khóa, chỉ máy chủ của xã mở được. Gửi tệp này cho tổ trưởng.`, 'Việc vẫn nằm trong máy này đến khi gửi được.'))
  }
  const byCodes = async () => {
    stop.now()
    stop.now = showRun(box, asCodes(await app.store.carryOut()))
  }

  return {
    title: 'Mang ra',
    leave: () => stop.now(),
    nodes: [
      back(...home),
      el('h1', {}, 'Mang việc chưa gửi ra'),
      note('info', `${waits} việc chưa gửi`, 'Làm khi máy không có mạng lâu ngày hoặc quên mã PIN. Tổ trưởng nhận hộ rồi gửi đi. Gửi hai lần cũng chỉ lưu một lần.'),
      el('div.stack', {},
        button('Làm tệp để gửi', byFile, { kind: 'main.big', icon: 'upload' }),
        button('Hiện mã QR cho máy khác quét', byCodes, { kind: 'big', icon: 'qr' })),
      box,
    ],
  }
}

function download(file) {
  const url = URL.createObjectURL(file)
  const way = el('a', { href: url, download: file.name })
  document.body.append(way)
  way.click()
  way.remove()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

// One code after the other, round and round, until the other phone has them all. → stop
function showRun(box, codes) {
  let at = 0
  let running = true
  const frame = el('div')
  const count = el('p.center', { role: 'status' })
  const pause = button('Dừng lại', () => {
    running = !running
    pause.lastChild.textContent = running ? 'Dừng lại' : 'Chạy tiếp'
  })
  const draw = () => {
    fill(frame, drawQr(codes[at]))
    count.textContent = `Mã ${at + 1} trong ${codes.length}`
  }
  fill(box, el('h2', {}, 'Đưa màn hình này trước camera máy tổ trưởng'), frame, count,
    codes.length > 1 && pause)
  draw()
  frame.scrollIntoView({ block: 'start' })
  say(`Đang hiện ${codes.length} mã`)
  const timer = setInterval(() => {
    if (!running) return
    at = (at + 1) % codes.length
    draw()
  }, EACH)
  return () => clearInterval(timer)
}

export function drawQr(text) {
  const code = makeQr(text)
  const quiet = 4 // light modules around it: without them no camera finds it
  let path = ''
  for (let y = 0; y < code.size; y++) for (let x = 0; x < code.size; x++) if (code.dark(x, y)) path += `M${x + quiet} ${y + quiet}h1v1h-1z`
  const side = code.size + 2 * quiet
  return svg('svg', { class: 'qr', viewBox: `0 0 ${side} ${side}`, role: 'img', 'aria-label': 'Mã QR', 'shape-rendering': 'crispEdges' },
    svg('rect', { width: side, height: side, fill: '#fff' }), svg('path', { d: path, fill: '#000' }))
}
