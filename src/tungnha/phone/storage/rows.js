// The household documents, sealed in blocks: a page of the first download or a delta is one block, later ones win. So
// unlocking 10,000 people takes few decryptions and a delta of 20 writes little.
import { mergeDelta } from '../rules/merge.js'
import { sealJson, unsealJson } from './seals.js'

const MOST_BLOCKS = 40
const FULL_BLOCK = 400 // households

const blockKey = (number) => String(number).padStart(6, '0')

/** @param {object} s @param {[string, Uint8Array][]} pairs blocks in order, to lay over what is in memory */
export async function loadBlocks(s, pairs) {
  const blocks = await Promise.all(pairs.map(([, sealed]) => unsealJson(s.keys.data, sealed)))
  for (const block of blocks) lay(s, block)
}

function lay(s, block) {
  s.rows = mergeDelta(s.rows, block)
  for (const [person, said] of block.past || []) s.past.set(person, said)
}

/** Another tab wrote: only its blocks are read, or all when it packed them anew. @param {object} s @param {object} before */
export async function freshBlocks(s, before) {
  if (s.main.lowBlock !== before.lowBlock) {
    s.rows = new Map()
    s.past = new Map()
    return loadBlocks(s, await s.box.all('rows'))
  }
  const numbers = range(before.nextBlock || 0, s.main.nextBlock || 0)
  return loadBlocks(s, await Promise.all(numbers.map(async (at) => ['', await s.box.read('rows', blockKey(at))])))
}

/**
 * The write that puts a delta on the shelf; many small blocks are packed into few.
 * @param {object} s @param {object} main
 * @param {{rows?: object[], gone?: string[], doors?: string[] | null, past?: any[]}} block
 * @returns {Promise<import('./writing.js').Write>}
 */
export async function blockWrite(s, main, block) {
  const [low, next] = [main.lowBlock || 0, main.nextBlock || 0]
  if (!(block.rows?.length || block.gone?.length || block.doors || block.past?.length)) return { main: {} }
  if (next - low < MOST_BLOCKS) {
    const sealed = await sealJson(s.keys.data, block)
    return { main: { nextBlock: next + 1 }, put: [['rows', blockKey(next), sealed]], done: () => lay(s, block) }
  }
  const whole = { rows: s.rows, past: new Map(s.past) }
  lay(whole, block)
  const packed = packs(whole)
  const put = await Promise.all(packed.map(async (one, at) => ['rows', blockKey(next + at), await sealJson(s.keys.data, one)]))
  const remove = range(low, next).map((at) => ['rows', blockKey(at)])
  return { main: { lowBlock: next, nextBlock: next + packed.length }, put, remove, done: () => lay(s, block) }
}

function packs({ rows, past }) {
  const all = [...rows.values()]
  const blocks = range(0, Math.ceil(all.length / FULL_BLOCK)).map((at) => ({ rows: all.slice(at * FULL_BLOCK, (at + 1) * FULL_BLOCK) }))
  return [...blocks, { past: [...past] }]
}

const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at)
