// A server small enough to be surely right, for the tests of the client: it stores each id once and remembers what it
// acknowledged. `rules.break` is asked at each request and may cut the way there, the way back, or answer something else.
import zlib from 'node:zlib'
import { webcrypto } from 'node:crypto'

export class FakeServer {
  constructor({ rows = [], config = null, page = 500, now = () => Date.now() } = {}) {
    Object.assign(this, { rows, config, page, now, epoch: 'e1', stored: new Map(), devices: new Map(), told: new Set(), requests: 0 })
    this.break = () => null
    this.answerFor = () => 'stored'
    this.acknowledged = new Map() // device → highest sequence it told stored
  }

  add({ device, secret, carry_key }) {
    this.devices.set(device, { secret, carry_key, revoked: false })
  }

  fetch = async (url, { body, headers, signal }) => {
    this.requests += 1
    const broken = this.break(this.requests)
    if (broken === 'there') throw new TypeError('network')
    if (broken === 'hang') return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
    if (typeof broken === 'number') return reply(broken, null, { 'Retry-After': '7' })
    if (broken === 'portal') return reply(200, '<html>Đăng nhập Wi-Fi</html>')
    const sent = JSON.parse(headers['Content-Encoding'] === 'gzip' ? zlib.gunzipSync(body).toString() : body)
    const said = url.endsWith('/carry') ? await this.carry(sent) : this.sync(sent, headers.Authorization || '')
    if (broken === 'back') throw new TypeError('network')
    const text = JSON.stringify(said.body)
    return reply(said.status, broken === 'half' ? text.slice(0, text.length / 2) : text)
  }

  sync(sent, authorization) {
    const [id, secret] = authorization.replace('Device ', '').split('.')
    const device = this.devices.get(id)
    if (!device || device.secret !== secret) return this.says(401, {})
    if (this.limit && sent.ops.length > this.limit) return this.says(413, {})
    const answers = sent.ops.map((op) => this.take(id, op))
    return this.says(200, {
      epoch: this.epoch, device: device.revoked ? 'revoked' : 'ok', answers, offer_from: this.lacking(id, sent),
      ...this.delta(sent), config: this.config && sent.config !== this.config.hash ? this.config : null,
    })
  }

  take(device, op) {
    if (op.content?.tooLarge && this.limit) throw new Error('unreachable')
    const known = this.stored.get(op.id)
    const same = known && JSON.stringify(known.op) === JSON.stringify(op)
    const answer = !known ? this.answerFor(op) : same ? 'had' : 'refused'
    if (!known) this.stored.set(op.id, { device, op, times: 0 })
    this.stored.get(op.id).times += 1
    this.acknowledged.set(device, Math.max(this.acknowledged.get(device) || 0, op.seq))
    this.told.add(op.id)
    return { id: op.id, answer, why: answer === 'stored' ? '' : 'vì thế' }
  }

  lacking(device, { acked, epoch }) {
    const highest = Math.max(0, ...[...this.stored.values()].filter((one) => one.device === device).map((one) => one.op.seq))
    return epoch === this.epoch && acked > highest ? highest + 1 : null
  }

  delta({ epoch, since, cursor }) {
    const from = epoch === this.epoch ? Number(cursor ?? (since === null ? 0 : this.rows.length)) : 0
    const to = from + this.page
    const more = to < this.rows.length
    return { since: more ? null : 's1', cursor: more ? String(to) : null, total: this.rows.length, rows: this.rows.slice(from, to), gone: [], doors: null }
  }

  async carry({ device, sealed }) {
    const known = this.devices.get(device)
    if (!known) return this.says(401, {})
    const answers = []
    const not_opened = []
    for (const [at, text] of sealed.entries()) {
      try {
        for (const op of await opened(text, known.carry_key)) answers.push(this.take(device, op))
      } catch {
        not_opened.push(at)
      }
    }
    return this.says(200, { answers, not_opened })
  }

  says(status, content) {
    return { status, body: { tungnha: 1, now: new Date(this.now()).toISOString(), ...content } }
  }

  /** From a backup: what came after it is gone, and the epoch is another. */
  restore(stored) {
    this.stored = new Map(stored)
    this.epoch += '+'
  }
}

/** The operations of one sealed text, as docs/sync.md says. */
export async function opened(text, carryKey) {
  const bytes = Buffer.from(text, 'base64url')
  const key = await webcrypto.subtle.importKey('raw', Buffer.from(carryKey, 'base64url'), 'AES-GCM', false, ['decrypt'])
  let plain = Buffer.from(await webcrypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.subarray(0, 12) }, key, bytes.subarray(12)))
  if (plain[0] === 0x1f && plain[1] === 0x8b) plain = zlib.gunzipSync(plain)
  const content = JSON.parse(plain.toString())
  return Array.isArray(content) ? content : [content]
}

function reply(status, text, headers = {}) {
  return { status, text: async () => text ?? '', headers: { get: (name) => headers[name] ?? null } }
}
