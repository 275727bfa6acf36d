// When to come back: tomorrow, Sunday, or a day. One tap, and it is chosen.

import { dayOf, now, today } from './app.js'
import { button, el, field } from './dom.js'

const DAY = 24 * 60 * 60 * 1000

export function nextSunday(from) {
  const ms = Date.parse(from)
  return new Date(ms + ((7 - new Date(ms).getUTCDay()) % 7 || 7) * DAY).toISOString().slice(0, 10)
}

export function askDay(chosen, done) {
  const date = el('input', { type: 'date', min: today(), value: chosen || '' })
  const typed = field('Ngày khác', date)
  const take = (day) => {
    sheet.close()
    done(day)
  }
  const tomorrow = dayOf(now() + DAY)
  const sunday = nextSunday(tomorrow) // a Sunday that is tomorrow has its button already
  const typedDay = () => (date.value >= today() ? take(date.value) : typed.wrong('Ngày hẹn phải từ hôm nay trở đi.'))
  const sheet = el('dialog.sheet', { 'aria-labelledby': 'when', on: { close: () => sheet.remove() } },
    el('h2', { id: 'when' }, 'Hẹn quay lại ngày nào?'),
    el('div.stack', {},
      button('Ngày mai', () => take(tomorrow), { kind: 'big', icon: 'calendar' }),
      button(`Chủ nhật, ${Number(sunday.slice(8))}/${Number(sunday.slice(5, 7))}`, () => take(sunday), { kind: 'big', icon: 'calendar' })),
    typed.node,
    el('div.row-of', {}, button('Đóng', () => sheet.close()), chosen ? button('Bỏ hẹn', () => take('')) : null, button('Chọn ngày này', typedDay, { kind: 'main' })))
  document.body.append(sheet)
  sheet.showModal()
}
