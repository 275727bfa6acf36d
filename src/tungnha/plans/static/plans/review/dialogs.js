// The questions before a split, a merge, an addition, and after a clash.
const dialog = () => document.getElementById('hop-thoai')

export async function ask(url, fields) {
  const reply = await fetch(`${url}?${new URLSearchParams(fields)}`, { credentials: 'same-origin' }).catch(() => null)
  if (!reply?.ok) return false
  dialog().innerHTML = await reply.text()
  dialog().showModal()
  dialog().querySelector('textarea, select, input')?.focus()
  return true
}

export function closeAsk() {
  if (dialog().open) dialog().close()
}

export function sayInAsk(words) {
  const told = dialog().querySelector('[data-dialog-error]')
  if (!dialog().open || !told) return false
  told.textContent = words
  told.hidden = false
  return true
}

const line = (name, words) => Object.assign(document.createElement(name), { textContent: words })

function button(words, kind, chosen) {
  const made = Object.assign(line('button', words), { type: 'button', className: `btn ${kind}` })
  made.addEventListener('click', () => { dialog().close(); chosen() })
  return made
}

// Both sides are shown; nothing is written until one is chosen. Closing the dialog keeps what the other did.
export function askClash({ sentence, clash }, ours, keepOurs, keepTheirs) {
  const list = document.createElement('ul')
  for (const { who, words, facts } of clash) list.append(line('li', [`${who}: ${words}`, ...facts].join('. ')))
  const title = Object.assign(line('h2', 'Hai người cùng sửa một mục'), { id: 'hop-thoai-ten' })
  const row = Object.assign(document.createElement('div'), { className: 'btn-row' })
  row.append(button('Ghi phần của tôi', 'btn-primary', keepOurs), button('Giữ như người kia', '', keepTheirs))
  dialog().replaceChildren(title, line('p', sentence), list, line('p', `Phần của mình: ${ours}`), row)
  dialog().addEventListener('cancel', keepTheirs, { once: true })
  dialog().showModal()
}
