// A date or an hour is drawn in the browser's language, often month first; beside it we say it as it is said aloud.
const WEEKDAYS = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy']

export function dayInWords(iso) {
  const [year, month, day] = iso.split('-').map(Number)
  if (!year || !month || !day) return ''
  return `${WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]}, ${day}/${month}/${year}`
}

export function hourInWords(text) {
  const [hour, minute] = text.split(':')
  return minute === undefined ? '' : `${Number(hour)} giờ ${minute}`
}

const inWords = input => (input.type === 'date' ? dayInWords : hourInWords)(input.value)

export function sayDays(root) {
  for (const input of root.querySelectorAll('input:is([type=date], [type=time]):not(.is-said)')) {
    const said = document.createElement('output')
    said.className = 'said'
    said.htmlFor = input.id
    const say = () => { said.textContent = inWords(input) }
    input.classList.add('is-said')
    input.after(said)
    input.addEventListener('input', say)
    say()
  }
}
