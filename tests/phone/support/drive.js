// A phone without a screen, driven by lines of JSON: `node drive.js <file of the box> <base address>`. The real rules,
// store and sync; the box is a file that survives kill -9. Each line {"do": …} is answered by one line {"ok": …}.
import readline from 'node:readline'
import { webcrypto } from 'node:crypto'

globalThis.crypto ??= webcrypto
const { makeOperation } = await import('../../../src/tungnha/phone/rules/operations.js')
const { nextDoors } = await import('../../../src/tungnha/phone/rules/doors.js')
const { openStore } = await import('../../../src/tungnha/phone/storage/store.js')
const { makeClient } = await import('../../../src/tungnha/phone/sync/client.js')
const { join, look } = await import('../../../src/tungnha/phone/sync/joining.js')
const { openFileBox } = await import('./file_box.js')

const [, , file, base] = process.argv
const way = { fetch, base }
const store = await openStore(await openFileBox(file), { rounds: 1000 })
const client = makeClient({ store, fetch, base, app: 'drive', locks: null, later: () => null, patience: 20_000 })
const env = () => ({ uuid: () => crypto.randomUUID(), at: Date.now(), offset: 420 })

const DO = {
  look: ({ code }) => look(way, code),
  async join({ code, pin, pledge }) {
    const joined = await join(way, { code, name: 'Máy thử', platform: 'node', app: 'drive', pledge, agreed_at: new Date().toISOString() })
    if (joined.ok) await store.create(joined, pin)
    return joined.ok ? { device: joined.device } : joined
  },
  unlock: ({ pin }) => store.unlock(pin),
  lock: () => store.lock(),
  /** ops: [{kind, content, id?}], saved together; answered with their ids once they are on the disk. */
  async save({ ops }) {
    const made = ops.map(({ kind, content, id }) => ({ ...makeOperation(kind, content, env()), ...(id && { id }) }))
    return (await store.save(made)).map(({ id, seq }) => ({ id, seq }))
  },
  sync: () => client.send(),
  status: () => store.status(),
  operations: () => store.operations(),
  doors: () => [...store.doors().values()],
  next: ({ today }) => nextDoors(store.doors(), { today, config: store.config() }),
  config: () => store.config(),
  carryOut: () => store.carryOut(),
  takeIn: ({ envelope }) => store.takeIn(envelope),
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  try {
    console.log(JSON.stringify({ ok: (await DO[asked.do](asked)) ?? null }))
  } catch (problem) {
    console.log(JSON.stringify({ problem: problem.words || String(problem.stack || problem) }))
  }
}
