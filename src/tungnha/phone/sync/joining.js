// A phone comes to the team: by the code its leader shows.
import { afterReply } from '../rules/replies.js'
import { post } from './requests.js'

/** What a QR code or a person typed, as the code itself: the link's last part, or the letters without spaces. @param {string} text @returns {string} */
export function readJoinCode(text) {
  const [, inLink] = /[#?&/](?:ma|code)[=/]([\w-]+)/.exec(text) || []
  return (inLink || text.replace(/[\s.-]/g, '')).toUpperCase()
}

/** Who would join which team; nothing is stored yet. `nonce`: of `store.joinNonce()`. @returns {Promise<{ok: boolean, words: string, member?, village?, leader?, pledge?}>} */
export const look = (way, code, nonce) => asked(way, 'join/look', { code, nonce })

/**
 * @param {{fetch: typeof fetch, base: string}} way
 * @param {{code: string, nonce: string, name: string, platform: string, app: string, pledge: string, agreed_at: string}} content
 * @returns {Promise<{ok: boolean, again?: boolean, words: string, device?, secret?, carry_key?, epoch?, member?}>} for `store.create`
 */
export const join = (way, content) => asked(way, 'join', content)

async function asked(way, path, content) {
  const reply = await post({ now: () => Date.now(), ...way }, path, content)
  const { verdict, words } = afterReply(reply)
  if (verdict === 'taken') return { ok: true, words: '', ...reply.body }
  const again = verdict === 'wait' || verdict === 'unclear' // whether it went through nobody knows: the same may be asked again
  return { ok: false, again, words: reply.body?.why || (verdict === 'wait' ? 'Chưa nối được với máy chủ: xin kiểm tra mạng rồi thử lại.' : words) }
}
