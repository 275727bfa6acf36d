// The whole box is the plain input, seen through it: pressed or let fall on, it takes a file, and the box says which.
// The input's own words ("No file chosen") are in the browser's language; ours are in the reader's.
export function watchDrops(root) {
  for (const box of root.querySelectorAll('[data-drop]:not(.is-watched)')) {
    const input = box.querySelector('input[type=file]')
    const said = box.querySelector('[data-file-name]')
    const asked = said.textContent
    box.classList.add('is-watched')
    box.addEventListener('dragover', () => box.classList.add('is-over'))
    for (const end of ['dragleave', 'drop']) box.addEventListener(end, () => box.classList.remove('is-over'))
    input.addEventListener('change', () => {
      const names = [...input.files].map(file => file.name).join(', ')
      said.textContent = names ? `Đã chọn: ${names}` : asked
      box.classList.toggle('has-file', names !== '')
    })
  }
}
