// A button that opens and closes the part named in data-toggles (the menu on a phone).
export function watchToggles(root) {
  for (const button of root.querySelectorAll('[data-toggles]')) {
    const part = root.getElementById(button.dataset.toggles)
    const show = open => {
      part.toggleAttribute('data-closed', !open)
      button.setAttribute('aria-expanded', String(open))
    }
    show(false)
    button.addEventListener('click', () => show(part.hasAttribute('data-closed')))
    root.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || part.hasAttribute('data-closed')) return
      show(false)
      button.focus()
    })
  }
}
