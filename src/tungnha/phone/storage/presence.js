// Whether the phone's data is still there: browsers throw it away when the disk is full or after weeks without use.

const NOTE = 'tungnha' // a note outside the database, so that its loss is noticed: no name, no number
const day = (ms) => `${new Date(ms).getDate()}/${new Date(ms).getMonth() + 1}`

/**
 * Keeps the note up to date, and says when the database is gone that the note knows of.
 * @param {object} store @param {Storage} notes localStorage
 * @returns {string} a sentence, or ""
 */
export function noticeMissing(store, notes) {
  const known = readNote(notes)
  store.onChange(() => keepNote(store.status(), notes))
  const { device } = store.status()
  if (device) keepNote(store.status(), notes)
  if (device || !known?.device) return ''
  const contact = known.lastContact ? `lần gửi cuối ${day(known.lastContact)}` : 'chưa gửi lần nào'
  const lost = known.waiting ? `; lúc ấy còn ${known.waiting} việc chưa gửi` : '; lúc ấy đã gửi hết'
  return `Dữ liệu của máy này đã bị xóa (${contact}${lost}). Xin báo Tổ trưởng và xin mã mới.`
}

/** Ask the browser to keep what we store. @returns {Promise<{kept: boolean, words: string}>} */
export async function askToKeep(storage = navigator.storage) {
  const kept = Boolean((await storage?.persisted?.()) || (await storage?.persist?.()))
  const words = kept
    ? 'Trình duyệt hứa giữ dữ liệu của ứng dụng.'
    : 'Trình duyệt chưa hứa giữ dữ liệu: xin gửi việc đã ghi sớm và đừng xóa dữ liệu duyệt web.'
  return { kept, words }
}

function readNote(notes) {
  try {
    return JSON.parse(notes.getItem(NOTE) || 'null')
  } catch {
    return null // private windows may refuse; the note is a help, never a condition
  }
}

function keepNote({ device, lastContact, waiting, left }, notes) {
  try {
    notes.setItem(NOTE, JSON.stringify({ device, lastContact, waiting: waiting + left }))
  } catch {
    // as above
  }
}
