// Work that travels sealed: as a file, as a run of QR codes, and up to the server for whoever made it.
import { halved } from '../rules/batches.js'
import { split } from '../rules/pieces.js'
import { afterReply } from '../rules/replies.js'
import { post } from './requests.js'

const MOST = 200
const LETTERS = 500 * 1024

/** @param {import('../storage/parcels.js').Envelope} envelope @param {string} day @returns {{name: string, text: string}} */
export const asFile = (envelope, day) => ({ name: `tung-nha-chuyen-viec-${day}.json`, text: JSON.stringify(envelope) })

/** @returns {string[]} the texts of the QR codes, to be shown one after another */
export const asCodes = (envelope) => split(JSON.stringify(envelope))

/** @param {string} text of a file, or joined from codes @returns {object | null} an envelope for `takeIn` */
export function readFile(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * Send what is held sealed: others' parcels, work of an earlier device here, and our own while the phone is locked. No
 * key is needed for it: that it opens under the maker's key is the server's proof.
 * @param {{store: object, way: object}} env
 * @returns {Promise<import('./rounds.js').Outcome>}
 */
export async function sendSealed({ store, way }) {
  for (const { device, items } of await store.pending()) {
    let most = MOST
    for (let rest = items; rest.length; ) {
      const group = fitting(rest, most)
      const meant = await sendGroup(store, way, device, group)
      if (meant.verdict === 'too-large' && halved(group.length)) most = halved(group.length)
      else if (meant.verdict === 'too-large') rest = rest.slice(1) // too large alone: it stays, the others go on
      else if (meant.verdict === 'taken') rest = rest.slice(group.length)
      else return meant
    }
  }
  return { verdict: 'taken', words: '', retryAfter: null }
}

async function sendGroup(store, way, device, items) {
  const reply = await post(way, 'carry', { device, sealed: items.map((item) => item.text) })
  const meant = afterReply({ ...reply, sent: items.map((item) => item.id).filter(Boolean) })
  if (meant.verdict !== 'taken') return meant
  const notOpened = reply.body.not_opened
  if (!Array.isArray(notOpened)) return { verdict: 'unclear', words: '', retryAfter: null }
  await store.carried({ device, items }, { answers: meant.answers, notOpened, at: Date.parse(reply.body.now) || way.now() })
  return meant
}

function fitting(items, most) {
  let [end, letters] = [0, 0]
  do letters += items[end++].text.length
  while (end < items.length && end < most && letters + items[end].text.length <= LETTERS)
  return items.slice(0, end)
}
