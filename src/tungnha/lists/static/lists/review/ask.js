// One request, and what became of it: {status, answer}. answer is null where no page of ours answered.
export async function ask(url, body) {
  const headers = { Accept: 'application/json' }
  try {
    const reply = await fetch(url, { method: body ? 'POST' : 'GET', body, headers, credentials: 'same-origin' })
    const isJson = Boolean(reply.headers.get('content-type')?.includes('json'))
    return { status: reply.status, answer: isJson ? await reply.json() : null }
  } catch {
    return { status: 0, answer: null }
  }
}

// What to tell where nothing came back: the decision was not kept, as far as we know, and may be sent again.
export function whyNot(status) {
  if (!status || status >= 500) return 'Mất mạng hoặc máy chủ đang bận: chưa ghi được.'
  if (status === 404) return 'Không mở được dòng này nữa: mời tải lại trang.'
  return 'Phiên đăng nhập đã hết: đăng nhập ở một thẻ khác rồi bấm gửi lại.'
}
