// Words for the next day, from the team's leader and the commune.

import { app, dayWords } from './app.js'
import { back, el, fill, note } from './dom.js'

export default async function messages() {
  const box = el('div')
  async function load() {
    const all = (app.store.config() ?? {}).messages ?? []
    fill(box, all.length ? all.map((one) => el('section.card', {}, el('p.kicker', {}, [one.from, dayWords(one.on)].filter(Boolean).join(' · ')), el('p', {}, one.words))) : note('info', 'Không có lời nhắn nào'))
  }
  await load()
  return { title: 'Lời nhắn', refresh: load, nodes: [back('Thêm', 'them'), el('h1', {}, 'Lời nhắn'), box] }
}
