// A file let fall on the box goes into the plain input inside it.
export function watchDrops(root) {
  for (const box of root.querySelectorAll('[data-drop]:not(.is-watched)')) {
    const input = box.querySelector('input[type=file]')
    const over = yes => event => {
      event.preventDefault()
      box.classList.toggle('is-over', yes)
    }
    box.classList.add('is-watched')
    box.addEventListener('dragover', over(true))
    box.addEventListener('dragleave', over(false))
    box.addEventListener('drop', event => {
      over(false)(event)
      if (!event.dataTransfer.files.length) return
      input.files = event.dataTransfer.files
      input.dispatchEvent(new Event('change', { bubbles: true }))
    })
  }
}
