// Words marked in the document → the words themselves and about where they stand.
const lengthTo = (piece, node, offset) => {
  const range = document.createRange()
  range.setStart(piece, 0)
  range.setEnd(node, offset)
  return range.toString().length
}

// Pieces of one line touch each other; between cells and lines there is a gap.
export function joined(parts) {
  return parts.reduce((said, part, n) => {
    const touches = n > 0 && part.at === parts[n - 1].at + parts[n - 1].text.length
    return said + (n && !touches ? ' ' : '') + part.text
  }, '')
}

export function markedWords(doc) {
  const selection = document.getSelection()
  if (!selection.rangeCount || selection.isCollapsed) return null
  const range = selection.getRangeAt(0)
  if (!doc.contains(range.commonAncestorContainer) && range.commonAncestorContainer !== doc) return null
  const pieces = [...doc.querySelectorAll('[data-at]')].filter(piece => range.intersectsNode(piece))
  const parts = pieces.map(piece => {
    const from = piece.contains(range.startContainer) ? lengthTo(piece, range.startContainer, range.startOffset) : 0
    const to = piece.contains(range.endContainer) ? lengthTo(piece, range.endContainer, range.endOffset) : piece.textContent.length
    return { at: Number(piece.dataset.at) + from, text: piece.textContent.slice(from, to) }
  }).filter(part => part.text)
  const quote = joined(parts)
  return quote.trim() ? { quote, start: parts[0].at } : null
}
