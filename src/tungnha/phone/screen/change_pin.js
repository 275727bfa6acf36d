// Another PIN: the old one first, then the fresh one twice.

import { weakPin } from '../rules/pins.js'
import { app } from './app.js'
import { back, el, fill, note } from './dom.js'
import { makePad } from './pad.js'
import { flash, go, say } from './shell.js'

const ASKS = ['Bấm mã PIN đang dùng', 'Bấm mã PIN mới', 'Bấm lại mã PIN mới']

export default async function changePin() {
  const head = el('h2', {}, ASKS[0])
  const told = el('div')
  let typed = []
  const pad = makePad(next)

  async function next(pin) {
    fill(told)
    const weak = typed.length === 1 ? weakPin(pin, []) : ''
    if (weak) return complain(weak)
    typed.push(pin)
    if (typed.length === 3 && typed[1] !== typed[2]) return again('Hai lần bấm mã mới không giống nhau: mời bấm lại mã mới.', 1)
    if (typed.length === 3) return change()
    ask()
  }
  async function change() {
    const answer = await app.store.changePin(typed[0], typed[1])
    if (!answer.ok) return again(answer.words, 0)
    flash('ok', 'Đã đổi mã PIN')
    go('them')
  }
  function again(words, kept) {
    typed = typed.slice(0, kept)
    complain(words)
    ask()
  }
  function complain(words) {
    fill(told, note('bad', '', words))
    say(words)
  }
  function ask() {
    head.textContent = ASKS[typed.length]
  }

  return { title: 'Đổi mã PIN', leave: pad.leave, nodes: [back('Thêm', 'them'), el('h1', {}, 'Đổi mã PIN'), head, told, pad.node] }
}
