// Puts what the server drew anew in its place; what is being typed, and where, stays.
const element = html => {
  const holder = document.createElement('template')
  holder.innerHTML = html.trim()
  return holder.content.firstElementChild
}

function keepTyping(old, row) {
  for (const input of old.querySelectorAll('[data-typed]')) {
    const same = row.querySelector(`#${CSS.escape(input.id)}`)
    if (!same) continue
    same.dataset.typed = ''
    if (input.type === 'checkbox' || input.type === 'radio') same.checked = input.checked
    else same.value = input.value
  }
  for (const name of ['is-open', 'is-current']) row.classList.toggle(name, old.classList.contains(name) || row.classList.contains(name))
  row.tabIndex = old.tabIndex
  row.querySelectorAll('details').forEach((details, n) => { details.open ||= Boolean(old.querySelectorAll('details')[n]?.open) })
}

function withFocus(change) {
  const active = document.activeElement
  const { id, selectionStart, selectionEnd } = active ?? {}
  const item = active?.closest?.('[data-item]')?.id
  const inRow = Boolean(item) && active.closest('.draft-row') !== null
  change()
  if (!inRow || active.isConnected) return
  const again = (id && document.getElementById(id)) || document.getElementById(item)
  again?.focus({ preventScroll: true })
  if (selectionStart != null && again?.setSelectionRange && again.type !== 'checkbox') again.setSelectionRange(selectionStart, selectionEnd)
}

function drawItem(item, { html, section, before }) {
  const old = document.getElementById(item)
  if (!html) return old?.remove()
  const row = element(html)
  if (old) keepTyping(old, row)
  const list = document.querySelector(`[data-section="${section}"] [data-rows]`)
  const next = before ? document.getElementById(before) : null
  if (old && (old.nextElementSibling === next || !next)) old.replaceWith(row)
  else {
    old?.remove()
    list.insertBefore(row, next?.parentElement === list ? next : null)
  }
}

export function draw(answer) {
  withFocus(() => {
    for (const [item, drawn] of Object.entries(answer.items ?? {}).reverse()) drawItem(item, drawn)
    for (const [id, html] of Object.entries(answer.lines ?? {})) document.getElementById(id)?.replaceWith(element(html))
    for (const [key, { count, dropped }] of Object.entries(answer.sections ?? {})) {
      const section = document.querySelector(`[data-section="${key}"]`)
      if (section?.querySelector('[data-count]')) section.querySelector('[data-count]').textContent = count
      section?.querySelector('.empty-line')?.toggleAttribute('hidden', count > 0)
      const gone = document.querySelector(`[data-dropped="${key}"]`)
      if (gone) gone.innerHTML = dropped ?? ''
    }
    for (const name of ['doubts', 'history', 'undo', 'others']) {
      if (answer[name] !== undefined) document.querySelector(`[data-${name}]`).innerHTML = answer[name]
    }
  })
}

// What is wrong is said beside the field, what was typed stays in it.
export function showErrors(row, sentence, errors) {
  for (const told of row.querySelectorAll('.error')) told.remove()
  const places = Object.entries(errors ?? {})
  for (const [id, texts] of places) sayBeside(document.getElementById(id)?.closest('.cell') ?? row, texts.join(' '))
  if (!places.length) sayBeside(row, sentence)
}

function sayBeside(place, words) {
  const told = document.createElement('p')
  told.className = 'error'
  told.setAttribute('role', 'alert')
  told.textContent = words
  place.append(told)
}
