// What the server's reply means for the operations that were sent. No I/O here.

/** All five end the waiting; what is set aside or refused stays in sight until somebody looked. */
export const ANSWERS = ['stored', 'had', 'conflict', 'aside', 'refused']

/**
 * `taken`        ours; `answers` holds what is clear, everything else goes on waiting
 * `wait`         no network, or the server is busy: later
 * `unclear`      no answer of ours, such as a Wi-Fi log-in page that says 200: nothing changed
 * `too-large`    smaller batches
 * `unknown-device`, `old-app`   a person must look; the work stays
 * @typedef {"taken" | "wait" | "unclear" | "too-large" | "unknown-device" | "old-app"} Verdict
 */

const WORDS = {
  wait: 'Chưa gửi được, máy sẽ tự gửi lại.',
  unclear: 'Mạng này chưa cho gửi: có thể Wi-Fi đang đòi đăng nhập. Việc đã ghi vẫn còn trong máy.',
  'too-large': 'Gói gửi quá lớn, máy đang chia nhỏ.',
  'unknown-device': 'Máy chủ không nhận máy này nữa. Việc đã ghi vẫn còn trong máy: xin gặp Tổ trưởng.',
  'old-app': 'Ứng dụng trên máy đã cũ: xin tải lại trang khi có mạng. Việc đã ghi vẫn còn trong máy.',
}

/**
 * @param {{status: number, body: object | null, retryAfter?: number | null, sent?: string[]}} reply `status` 0: no
 *   network or the time ran out; `body`: the JSON, or null when it is none; `sent`: the ids of this batch
 * @returns {{verdict: Verdict, answers: Map<string, object>, words: string, retryAfter: number | null}}
 */
export function afterReply({ status, body, retryAfter = null, sent = [] }) {
  const ours = body !== null && typeof body === 'object' && body.tungnha === 1
  const answers = ours && status === 200 ? clearAnswers(body.answers, sent) : new Map()
  let verdict = verdictOf(status, ours)
  if (verdict === 'taken' && sent.length && !answers.size) verdict = 'unclear' // else we would send the same for ever
  return { verdict, answers, words: (ours && status !== 200 && body.why) || WORDS[verdict] || '', retryAfter }
}

function verdictOf(status, ours) {
  if (status === 413) return 'too-large' // a proxy says it too, in no language of ours
  if (!status || status === 408 || status === 429 || status >= 500) return 'wait'
  if (!ours) return 'unclear'
  if (status === 200) return 'taken'
  if (status === 401) return 'unknown-device'
  return status === 400 ? 'old-app' : 'unclear'
}

function clearAnswers(answers, sent) {
  const asked = new Set(sent)
  const clear = (one) => one && asked.has(one.id) && ANSWERS.includes(one.answer)
  return new Map((Array.isArray(answers) ? answers : []).filter(clear).map((one) => [one.id, one]))
}
