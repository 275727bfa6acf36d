// Which key presses what. Pure: no page is touched here.
const TYPING = 'input:not([type=checkbox], [type=radio], [type=hidden]), textarea, select, [contenteditable], dialog'

// The key as buttons bear it in data-key; '' where it means nothing here. `target` needs only `closest`.
export function keyOf(event, lettersOff = false) {
  const { key, target } = event
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return ''
  if (key === 'Escape') return target.closest?.('dialog') ? '' : key
  if (lettersOff || target.closest?.(TYPING)) return ''
  return /^[0-9a-z?]$/.test(key) ? key : ''
}
