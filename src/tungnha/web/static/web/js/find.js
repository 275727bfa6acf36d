// A search that answers while one types: arrows go from the words to the people found and back, Enter opens.
// Without script the form is sent and the links are reached with Tab.
export function watchFinds(root) {
  for (const form of root.querySelectorAll('[data-find]:not(.is-watched)')) {
    const input = form.querySelector('input[type=search]')
    const place = document.getElementById(form.dataset.find)
    const found = () => [...place.querySelectorAll('[data-found]')]
    let waiting = false
    form.classList.add('is-watched')
    input.addEventListener('input', () => { waiting = true })
    place.addEventListener('htmx:afterSwap', () => { waiting = false })
    input.addEventListener('keydown', event => {
      const links = found()
      if (event.key === 'ArrowDown' && links.length) {
        event.preventDefault()
        links[0].focus()
      } else if (event.key === 'Enter' && !event.isComposing && !waiting && input.value.trim() && links.length === 1) {
        event.preventDefault()
        links[0].click()
      }
    })
    place.addEventListener('keydown', event => {
      const links = found()
      const at = links.indexOf(document.activeElement)
      if (at < 0) return
      if (event.key === 'ArrowDown') links[Math.min(at + 1, links.length - 1)].focus()
      else if (event.key === 'ArrowUp') (links[at - 1] ?? input).focus()
      else if (event.key === 'Escape') input.focus()
      else return
      event.preventDefault()
    })
  }
}
