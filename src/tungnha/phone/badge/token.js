// What a badge's QR code says, and whether it may be believed, without a network. The bytes: units/badges/token.py.

import { isSigned } from './curve.js'

const FIRST_DAY = Date.UTC(2020, 0, 1)
const DAY_MS = 86_400_000
const SLOT_MS = 120_000
const DAY = new TextEncoder().encode('tungnha-day')

export const dayNumber = (day) => (Date.parse(day) - FIRST_DAY) / DAY_MS
export const dayText = (number) => new Date(FIRST_DAY + number * DAY_MS).toISOString().slice(0, 10)

const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))
const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (two) => parseInt(two, 16))
const hexOf = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const two = (bytes, at) => bytes[at] * 256 + bytes[at + 1]

// text of the code → {code, name, team, from, to, serial, day}; code: not-a-badge · forged · early · expired · revoked · replayed (digits or day of another day) · live (today's, from the member's own phone) · printed.
export async function check(text, { keys = [], revoked = [] }, today) {
  const parts = /\/the\/[\w-]{27}\/?(?:\?ma=\d*)?#([\w-]{100,1200})(?:\.([\w-]{88}))?$/.exec(text)
  if (!parts) return { code: 'not-a-badge' }
  const said = await read(parts[1], keys)
  if (!said) return { code: 'forged' }
  const now = dayNumber(today)
  const told = { ...said, from: dayText(said.first), to: dayText(said.last) }
  if (revoked.includes(said.serial)) return { ...told, code: 'revoked' }
  if (now > said.last) return { ...told, code: 'expired' }
  if (now < said.first) return { ...told, code: 'early' }
  if (!parts[2]) return { ...told, code: 'printed' }
  const seal = bytesOf(parts[2])
  const day = two(seal, 0)
  const sealed = await isSigned(Uint8Array.from([...DAY, ...fromHex(said.serial), ...seal.slice(0, 2)]), seal.slice(2), said.key)
  if (!sealed) return { ...told, code: 'forged' }
  return { ...told, code: day === now ? 'live' : 'replayed', day: dayText(day) }
}

async function read(text, keys) {
  try {
    const body = bytesOf(text)
    const own = body.slice(0, -64)
    const key = keys.map(fromHex).find((one) => hexOf(one.slice(0, 4)) === hexOf(own.slice(1, 5)))
    if (own[0] !== 1 || !key || !(await isSigned(own, body.slice(-64), key))) return null
    const decode = (at) => new TextDecoder('utf-8', { fatal: true }).decode(own.slice(at + 1, at + 1 + own[at]))
    const name = decode(17)
    return { key, serial: hexOf(own.slice(5, 13)), first: two(own, 13), last: two(own, 15), name, team: decode(18 + own[17]) }
  } catch {
    return null // cut short, or letters that are none
  }
}

// The six digits of this stretch of two minutes (RFC 4226 with SHA-256), and when the next come.
export async function digits(secret, ms) {
  const slot = Math.floor(ms / SLOT_MS)
  const counter = new Uint8Array(8)
  new DataView(counter.buffer).setBigUint64(0, BigInt(slot))
  const key = await crypto.subtle.importKey('raw', fromHex(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const made = new Uint8Array(await crypto.subtle.sign('HMAC', key, counter))
  const at = made[31] & 15
  const value = new DataView(made.buffer).getUint32(at) & 0x7fffffff
  return { digits: String(value % 1_000_000).padStart(6, '0'), until: (slot + 1) * SLOT_MS }
}
