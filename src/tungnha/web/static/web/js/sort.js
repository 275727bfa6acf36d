// Tables with data-sortable: pressing a column's head sorts by it; missing values stay last both ways.
const key = cell => {
  const text = cell.dataset.sort ?? cell.textContent.trim()
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}

export function compare(a, b) {
  if (a === '' || b === '') return 0
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'vi', { numeric: true })
}

const isMissing = cell => cell.classList.contains('missing')

function sortBy(table, column, way) {
  const body = table.tBodies[0]
  const rows = [...body.rows]
  const cell = row => row.cells[column]
  rows.sort((a, b) => isMissing(cell(a)) - isMissing(cell(b)) || way * compare(key(cell(a)), key(cell(b))))
  body.append(...rows)
}

export function makeSortable(root) {
  for (const table of root.querySelectorAll('table[data-sortable]:not(.is-sortable)')) {
    table.classList.add('is-sortable')
    const heads = [...table.tHead.rows[0].cells]
    heads.forEach((head, column) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'sort'
      button.append(...head.childNodes)
      head.append(button)
      button.addEventListener('click', () => {
        const way = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1
        for (const other of heads) other.removeAttribute('aria-sort')
        head.setAttribute('aria-sort', way === 1 ? 'ascending' : 'descending')
        sortBy(table, column, way)
      })
    })
  }
}
