// Print buttons are hidden until there is a script to press them.
export function showPrintButtons(root) {
  for (const button of root.querySelectorAll('[data-print][hidden]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}
