// A moment something ends, counted down in words: <span data-until="2026-05-26T08:30:00+07:00">.
export function leftInWords(ms) {
  if (ms <= 0) return 'đã hết hạn'
  const seconds = Math.ceil(ms / 1000)
  return seconds > 90 ? `còn ${Math.ceil(seconds / 60)} phút` : `còn ${seconds} giây`
}

// The clock of the page is the server's, moved on by what has passed since: the phone's own may be wrong.
export function countDown(root) {
  const start = Date.parse(document.documentElement.dataset.now) || Date.now()
  for (const place of root.querySelectorAll('[data-until]')) {
    const left = Date.parse(place.dataset.until) - start, began = performance.now()
    const say = () => {
      const words = leftInWords(left - (performance.now() - began))
      if (place.textContent !== words) place.textContent = words
    }
    say()
    setInterval(say, 1000)
  }
}
