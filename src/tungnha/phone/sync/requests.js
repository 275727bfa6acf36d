// One request to our server, and what came back of it: never an exception, since no network is an everyday thing.
import { gzip } from '../storage/seals.js'

const PATIENCE = 45_000 // a phone at the edge of a cell is slow; what takes longer is tried again
const SMALL = 1_400 // bytes that fit one packet are not worth packing

/**
 * @typedef {{status: number, body: object | null, retryAfter: number | null, sentAt: number, gotAt: number}} Reply
 *   `status` 0: nothing came; `body` null: no JSON
 * @param {{fetch: typeof fetch, base: string, now: () => number, patience?: number}} way
 * @param {string} path below `base`
 * @param {object} content
 * @param {string | null} [authorization]
 * @returns {Promise<Reply>}
 */
export async function post({ fetch, base, now, patience = PATIENCE }, path, content, authorization = null) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), patience)
  const sentAt = now()
  try {
    const response = await fetch(base + path, { ...(await packed(content, authorization)), signal: stop.signal })
    const text = await response.text() // the patience holds for the body too
    return { status: response.status, body: parsed(text), retryAfter: seconds(response.headers.get('Retry-After'), now()), sentAt, gotAt: now() }
  } catch {
    return { status: 0, body: null, retryAfter: null, sentAt, gotAt: now() }
  } finally {
    clearTimeout(timer)
  }
}

async function packed(content, authorization) {
  const text = JSON.stringify(content)
  const small = text.length > SMALL ? await gzip(text) : null
  const headers = { 'Content-Type': 'application/json' }
  if (small) headers['Content-Encoding'] = 'gzip'
  if (authorization) headers.Authorization = authorization
  // A log-in page of a Wi-Fi answers with a way to another place: that is no answer of ours.
  return { method: 'POST', headers, body: small || text, redirect: 'error', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function seconds(header, now) {
  if (!header) return null
  const wait = /^\d+$/.test(header) ? +header : (Date.parse(header) - now) / 1000
  return Number.isFinite(wait) && wait > 0 ? wait : null
}
