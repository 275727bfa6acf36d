// The grid of a hand-down: under each column, what the numbers add up to and what is still to hand down, as one types.
// The server adds up again when the page is sent; without script the sums come with the answer.

/** "3.496" → 3496; a blank is 0; what is no whole number is null. */
export function whole(text) {
  const plain = text.replace(/\s/g, '')
  if (plain === '') return 0
  if (!/^\d{1,3}(\.\d{3})+$|^\d+$/.test(plain)) return null
  return Number(plain.replaceAll('.', ''))
}

/** 3496 → "3.496" */
export const shown = number => String(number).replace(/\B(?=(\d{3})+$)/g, '.')

/** What is said of a sum: it is right, so much is missing, so much too many; null: nothing to compare with. */
export function restWords(total, given) {
  if (total === null) return ''
  if (given === total) return 'đủ, đúng bằng chỉ tiêu'
  return given < total ? `còn ${shown(total - given)} chưa giao` : `thừa ${shown(given - total)}`
}

function addUp(form, target) {
  const box = form.querySelector(`[data-sum-of="${target}"]`)
  const inputs = [...form.querySelectorAll(`[data-adds-to="${target}"]`)]
  const numbers = inputs.map(input => whole(input.value))
  const given = numbers.reduce((sum, n) => sum + (n ?? 0), 0)
  const total = box.dataset.total === '' ? null : Number(box.dataset.total)
  box.querySelector('[data-given]').textContent = shown(given)
  const rest = box.querySelector('[data-rest]')
  rest.textContent = numbers.includes(null) ? 'có ô không phải số nguyên' : restWords(total, given)
  box.classList.toggle('is-off', numbers.includes(null) || (total !== null && given !== total))
}

export function watchGrid(form) {
  const targets = new Set([...form.querySelectorAll('[data-sum-of]')].map(box => box.dataset.sumOf))
  const all = () => targets.forEach(target => addUp(form, target))
  form.addEventListener('input', event => {
    const target = event.target.dataset?.addsTo
    if (target) addUp(form, target)
  })
  all()
  let changed = false
  form.addEventListener('change', () => { changed = true })
  form.addEventListener('submit', () => { changed = false })
  window.addEventListener('beforeunload', event => { if (changed) event.preventDefault() })
}

if (typeof document !== 'undefined') document.querySelectorAll('form[data-hand-down]').forEach(watchGrid)
