// A link with data-dialog opens that <dialog>; without script it leads to the page that asks the same.
export function watchDialogs(root) {
  root.addEventListener('click', event => {
    const opener = event.target.closest('[data-dialog]')
    const dialog = opener && root.getElementById(opener.dataset.dialog)
    if (dialog?.showModal) {
      event.preventDefault()
      dialog.showModal()
    }
    event.target.closest('[data-close]')?.closest('dialog')?.close()
  })
}
