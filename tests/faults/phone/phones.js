// Phones without a screen, several in one process: the real rules, store and sync, each box a journal on a file. Lines of
// JSON in and out: {"n": 1, "phone": "a", "do": "save", …} is answered by {"n": 1, "ok": …} or {"n": 1, "problem": …},
// out of turn. `die` kills the process (SIGKILL) at a step of a box, as a tab is killed.
import fs from 'node:fs'
import readline from 'node:readline'
import { webcrypto } from 'node:crypto'
import { openFileBox } from '../../phone/support/file_box.js'

globalThis.crypto ??= webcrypto
const { openStore } = await import('../../../src/tungnha/phone/storage/store.js')
const { stamp } = await import('../../../src/tungnha/phone/rules/operations.js')
const { makeClient } = await import('../../../src/tungnha/phone/sync/client.js')
const { join } = await import('../../../src/tungnha/phone/sync/joining.js')

const ROUNDS = 1000
const phones = new Map()

/** navigator.locks of one browser: gone with its process. */
function lockManager() {
  const held = new Set()
  return {
    async request(name, _, work) {
      if (held.has(name)) return work(null)
      held.add(name)
      try {
        return await work({ name })
      } finally {
        held.delete(name)
      }
    },
  }
}

/** One phone: a box on a file, and one tab or two on it. `locks: false`: a browser without navigator.locks. */
async function open({ phone, file, base, tabs = 1, locks = true, offset = 0, patience = 20_000 }) {
  const its = { base, offset, room: Infinity, steps: null, tabs: [] }
  const now = () => Date.now() + its.offset
  const onStep = () => its.steps !== null && (its.steps -= 1) <= 0 && process.kill(process.pid, 'SIGKILL')
  const box = await openFileBox(file, { durable: false, onStep, room: () => its.room })
  const manager = locks ? lockManager() : null
  for (let tab = 0; tab < tabs; tab += 1) {
    const store = await openStore(box, { now, rounds: ROUNDS })
    const client = makeClient({ store, fetch, base, app: 'faults', now, locks: manager, later: () => null, patience })
    its.tabs.push({ store, client })
  }
  its.now = now
  phones.set(phone, its)
}

const DO = {
  open,
  close: ({ phone }) => void phones.delete(phone),
  /** offset: how far the phone's clock is wrong, ms; room: bytes left on its disk; die: steps of the box until death. */
  async set({ phone, offset, room, die }) {
    const its = phones.get(phone)
    if (offset !== undefined) its.offset = offset
    if (room !== undefined) its.room = room ?? Infinity
    if (die !== undefined) its.steps = die
  },
  async join({ code, pin, pledge }, { store }, its) {
    const way = { fetch, base: its.base, now: its.now }
    const joined = await join(way, { code, nonce: await store.joinNonce(), name: 'Máy thử', platform: 'node', app: 'faults', pledge, agreed_at: new Date(its.now()).toISOString() })
    if (joined.ok) await store.create(joined, pin)
    return { device: joined.device, words: joined.words }
  },
  unlock: ({ pin }, { store }) => store.unlock(pin),
  lock: (_, { store }) => store.lock(),
  /** ops: [{id, kind, content}], all or none; answered when they are on the disk. */
  save: async ({ ops }, { store }, its) =>
    (await store.save(ops.map((op, at) => ({ v: 1, made_at: stamp(its.now() - ops.length + at, 420), ...op })))).map(({ id, seq }) => ({ id, seq })),
  sync: (_, { client }) => client.send(),
  status: (_, { store }) => store.refresh().then(() => store.status()),
  operations: (_, { store }) => store.operations(),
  doors: (_, { store }) => [...store.doors().values()],
  config: (_, { store }) => store.config(),
  carryOut: (_, { store }) => store.carryOut(),
  takeIn: ({ envelope }, { store }) => store.takeIn(envelope),
  cpu: () => process.cpuUsage(),
}

for await (const line of readline.createInterface({ input: process.stdin })) answer(JSON.parse(line))

async function answer({ n, ...asked }) {
  const its = phones.get(asked.phone)
  try {
    const ok = (await DO[asked.do](asked, its?.tabs[asked.tab || 0], its)) ?? null
    fs.writeSync(1, JSON.stringify({ n, ok }) + '\n')
  } catch (problem) {
    fs.writeSync(1, JSON.stringify({ n, problem: problem?.words || String(problem?.stack || problem) }) + '\n')
  }
}
