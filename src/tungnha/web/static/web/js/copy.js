// A button that copies the text of a field: hidden until there is a script to press it.
export function showCopyButtons(root) {
  for (const button of root.querySelectorAll('[data-copy][hidden]')) {
    const field = document.getElementById(button.dataset.copy)
    const said = button.parentElement.querySelector('[data-copied]')
    if (!field) continue
    button.hidden = false
    button.addEventListener('click', () => copy(field).then(done => { if (said) said.textContent = done ? 'Đã chép.' : 'Chưa chép được: bấm giữ vào ô chữ để chép.' }))
  }
}

async function copy(field) {
  field.select()
  try {
    await navigator.clipboard.writeText(field.value)
    return true
  } catch { // no clipboard without https: what is selected is copied the old way
    return document.execCommand('copy')
  }
}
