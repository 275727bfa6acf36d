// A Box (src/tungnha/phone/storage/box.js) on a file, so that Node drives the phone's own modules through kill -9 and
// power cuts: a journal with one line a write, on the disk (fsync) before the write counts. A line cut short is no write.
import fs from 'node:fs'
import path from 'node:path'
import { Changed, Full, STORES } from '../../../src/tungnha/phone/storage/box.js'

/**
 * @param {string} file
 * @param {{onStep?: (step: "begin" | "half" | "written" | "synced") => void, room?: () => number, durable?: boolean}} [env] `onStep` may
 *   throw or kill the process; `room`: bytes the disk still has; `durable`: false where no power cut is played
 */
export async function openFileBox(file, { onStep = () => {}, room = () => Infinity, durable = true } = {}) {
  const stores = new Map(STORES.map((store) => [store, new Map()]))
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const journal = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT)
  let end = replay(fs.readFileSync(file), (write) => lay(stores, write))
  fs.ftruncateSync(journal, end)
  return {
    read: async (store, key) => copy(stores.get(store).get(key)),
    all: async (store, prefix = '') =>
      [...stores.get(store)].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1)).map(copy),
    async commit({ turn, put = [], remove = [] }) {
      if ((stores.get('meta').get('main')?.turn || 0) !== turn) throw new Changed()
      const line = Buffer.from(JSON.stringify({ put, remove }, asText) + '\n')
      if (line.length > room()) throw new Full()
      onStep('begin')
      const half = Math.floor(line.length / 2)
      fs.writeSync(journal, line, 0, half, end)
      onStep('half')
      fs.writeSync(journal, line, half, line.length - half, end + half)
      onStep('written')
      if (durable) fs.fsyncSync(journal)
      end += line.length
      lay(stores, { put: structuredClone(put), remove })
      onStep('synced')
    },
    close: () => fs.closeSync(journal),
  }
}

function lay(stores, { put, remove }) {
  for (const [store, key] of remove) stores.get(store).delete(key)
  for (const [store, key, value] of put) stores.get(store).set(key, value)
}

/** Where the last whole line ends. */
function replay(bytes, take) {
  let end = 0
  for (let next; (next = bytes.indexOf(10, end)) >= 0; end = next + 1) {
    try {
      take(JSON.parse(bytes.subarray(end, next).toString(), asBytes))
    } catch {
      break // a cut line that was written over and then cut again
    }
  }
  return end
}

const copy = (value) => (value === undefined ? undefined : structuredClone(value))
const asText = (_, value) => (value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value)
const asBytes = (_, value) => (value && value.$bytes !== undefined ? new Uint8Array(Buffer.from(value.$bytes, 'base64')) : value)
