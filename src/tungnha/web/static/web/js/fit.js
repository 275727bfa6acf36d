// A table that fits its box needs no box: its heads stay in sight as the page scrolls, and the Tab key does not stop there.
function fit(box) {
  const fits = box.scrollWidth <= box.clientWidth
  box.classList.toggle('fits', fits)
  if (fits) box.removeAttribute('tabindex')
  else box.tabIndex = 0
}

const watcher = new ResizeObserver(seen => seen.forEach(({ target }) => fit(target.closest('.table-scroll'))))

export function fitTables(root) {
  for (const table of root.querySelectorAll('.table-scroll > table')) {
    watcher.observe(table)
    watcher.observe(table.parentElement)
  }
}
