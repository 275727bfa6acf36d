// Sealing: AES-GCM 256. A sealed thing is its nonce of 12 bytes, then what the cipher made, tag and all.

const NONCE = 12
/** Rounds of PBKDF2 for a new PIN; each phone keeps the number it was made with. */
export const ROUNDS = 310_000

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** @returns {Uint8Array} */
export const randomBytes = (size) => crypto.getRandomValues(new Uint8Array(size))

/** @param {Uint8Array} raw 32 bytes @returns {Promise<CryptoKey>} that cannot be taken out again */
export const keyOf = (raw) => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

/** @returns {Promise<CryptoKey>} the key a PIN makes */
export async function keyOfPin(pin, salt, rounds) {
  const secret = await crypto.subtle.importKey('raw', encoder.encode(pin), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return crypto.subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** @param {CryptoKey} key @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
export async function seal(key, bytes) {
  const nonce = randomBytes(NONCE)
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, bytes))
  const whole = new Uint8Array(NONCE + sealed.length)
  whole.set(nonce)
  whole.set(sealed, NONCE)
  return whole
}

/** @returns {Promise<Uint8Array>} rejects when the key is another or a byte was changed */
export async function unseal(key, sealed) {
  const how = { name: 'AES-GCM', iv: sealed.subarray(0, NONCE) }
  return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed.subarray(NONCE)))
}

export const sealJson = (key, value) => seal(key, encoder.encode(JSON.stringify(value)))
export const unsealJson = async (key, sealed) => JSON.parse(decoder.decode(await unseal(key, sealed)))

/** @param {Uint8Array} bytes @returns {string} base64url without padding */
export function toText(bytes) {
  let binary = ''
  for (let at = 0; at < bytes.length; at += 32768) binary += String.fromCharCode(...bytes.subarray(at, at + 32768))
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

/** @param {string} text base64url @returns {Uint8Array} */
export const fromText = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))

/** @param {string} text @returns {Promise<string>} the first 32 hex digits of its SHA-256 */
export async function digest(text) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))
  return [...hash.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** @param {Uint8Array | string} data @returns {Promise<Uint8Array | null>} null where the browser cannot */
export async function gzip(data) {
  if (typeof CompressionStream === 'undefined') return null
  const stream = new Blob([data]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
