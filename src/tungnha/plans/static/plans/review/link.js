// An item and its words light each other up.
const words = item => document.getElementById(item)?.dataset.about?.trim().split(' ') ?? [item] // a question's are those it is about
const marksOf = (doc, item) => doc.querySelectorAll(words(item).map(each => `[data-items~="${CSS.escape(each)}"]`).join())
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches

export function light(doc, item) {
  for (const mark of doc.querySelectorAll('.is-lit')) mark.classList.remove('is-lit')
  const marks = marksOf(doc, item)
  for (const mark of marks) mark.classList.add('is-lit')
  return marks[0] ?? null
}

// Scrolls the pane alone, so that the item under the reader's eyes stays where it is.
export function show(pane, mark) {
  if (!mark || getComputedStyle(pane).overflowY === 'visible') return mark?.scrollIntoView({ block: 'center' })
  const top = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop
  pane.scrollTo({ top: top - pane.clientHeight / 3, behavior: calm() ? 'auto' : 'smooth' })
}

// Several items over the same words: each press goes on to the next.
export function itemAt(mark, current) {
  const items = mark.dataset.items.split(' ').filter(item => document.getElementById(item))
  return { items, item: items[(items.indexOf(current) + 1) % items.length] ?? '' }
}
