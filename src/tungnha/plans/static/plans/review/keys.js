// Which key means what. Pure: no page is touched here.
const DEEDS = {
  j: 'next', ArrowDown: 'next', k: 'previous', ArrowUp: 'previous', n: 'next-doubt', Enter: 'accept', e: 'edit',
  x: 'drop', s: 'split', m: 'merge', u: 'undo', a: 'add', t: 'text', '?': 'help',
}
const ONLY_ON_AN_ITEM = ['Enter', 'ArrowDown', 'ArrowUp'] // elsewhere they press a link, or scroll
const TYPING = 'input, textarea, select, [contenteditable], dialog'

// `target` needs only `closest`; `isItem` says whether the focus is on an item itself.
export function deedOf(event, isItem, lettersOff = false) {
  const { key, target } = event
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || target.closest?.(TYPING)) return ''
  if (ONLY_ON_AN_ITEM.includes(key)) return isItem ? DEEDS[key] : ''
  if (lettersOff) return ''
  return /^[1-9]$/.test(key) ? `answer-${key}` : DEEDS[key] ?? ''
}
