// Keeps what is typed into a unit's report: a moment after the last key, one request at a time. The page goes on
// working without it: the button "Lưu nháp" does the same.
const AFTER = 1200 // ms of silence before it is kept

export function keeper({ send, show, wait = setTimeout, drop = clearTimeout }) {
  let timer = null, busy = false, again = false
  const keep = async () => {
    if (busy) { again = true; return }
    busy = true
    try { show(await send()) } catch { show(null) }
    busy = false
    if (again) { again = false; keep() }
  }
  return () => { drop(timer); timer = wait(keep, AFTER) }
}

function start(form) {
  const state = form.querySelector('#draft-state')
  const send = async () => {
    const answer = await fetch(form.dataset.draft, { method: 'POST', body: new FormData(form), credentials: 'same-origin' })
    if (!answer.ok || answer.redirected) throw new Error('not kept')
    return answer.text()
  }
  const show = (html) => {
    if (html !== null) { state.innerHTML = html; return }
    const line = document.createElement('p')
    line.textContent = 'Chưa lưu được bản nháp: mất mạng hoặc đã thoát. Chữ vẫn còn trên trang này, xin đừng đóng trang; máy thử lại khi viết tiếp.'
    state.replaceChildren(line)
  }
  form.addEventListener('input', keeper({ send, show }))
}

if (typeof document !== 'undefined') document.querySelectorAll('form[data-draft]').forEach(start)
