// QR codes drawn by ourselves (ISO/IEC 18004, bytes, level L: a screen is neither torn nor dirty, and larger dots are read sooner): unsent work goes from one screen to another camera
// where there is no network. tests/web/test_phone_qr.py holds it against another maker and the scanner.

// Level L, versions 1 to 40: error correction codewords of a block, and how many blocks.
const CHECKS = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, ...Array(14).fill(30)]
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25]
const LEVEL_L = 1

// The numbers of the field with 256 elements, as powers of 2.
const POWER = new Uint8Array(255)
const LOG = new Uint8Array(256)
for (let i = 0, value = 1; i < 255; i++) {
  POWER[i] = value
  LOG[value] = i
  value = value < 128 ? value << 1 : (value << 1) ^ 0x11d
}
const times = (a, b) => (a && b ? POWER[(LOG[a] + LOG[b]) % 255] : 0)

function rawBits(version) {
  let bits = (16 * version + 128) * version + 64
  if (version >= 2) {
    const marks = Math.floor(version / 7) + 2
    bits -= (25 * marks - 10) * marks - 55
    if (version >= 7) bits -= 36
  }
  return bits
}
const allBytes = (version) => rawBits(version) >> 3
const room = (version) => allBytes(version) - CHECKS[version - 1] * BLOCKS[version - 1]
const countBits = (version) => (version < 10 ? 8 : 16)

// What we carry is sealed, so as even as chance: one mask is as calm as another.
const MASK = 0
const isMasked = (x, y) => (x + y) % 2 === 0

// text → {size, version, dark(x, y)}; throws when it is too long for the largest code.
export function makeQr(text) {
  const bytes = new TextEncoder().encode(text)
  let version = 1
  while (version <= 40 && 4 + countBits(version) + 8 * bytes.length > 8 * room(version)) version++
  if (version > 40) throw new RangeError('too long for a QR code')
  const grid = layOut(version)
  write(grid, withChecks(asBytes(bytes, version), version))
  applyMask(grid)
  return { size: grid.size, version, dark: (x, y) => grid.dark[y * grid.size + x] === 1 }
}

function asBytes(bytes, version) {
  const bits = []
  const add = (value, count) => {
    for (let i = count - 1; i >= 0; i--) bits.push((value >>> i) & 1)
  }
  add(4, 4) // mode: bytes
  add(bytes.length, countBits(version))
  for (const byte of bytes) add(byte, 8)
  const most = room(version) * 8
  add(0, Math.min(4, most - bits.length))
  add(0, (8 - (bits.length % 8)) % 8)
  for (let pad = 0xec; bits.length < most; pad ^= 0xec ^ 0x11) add(pad, 8)
  return Uint8Array.from({ length: most / 8 }, (_, i) => bits.slice(i * 8, i * 8 + 8).reduce((value, bit) => (value << 1) | bit, 0))
}

function withChecks(data, version) {
  const count = BLOCKS[version - 1]
  const checks = CHECKS[version - 1]
  const all = allBytes(version)
  const short = count - (all % count) // so many blocks hold one byte less
  const length = Math.floor(all / count) - checks
  const divisor = divisorOf(checks)
  const blocks = []
  for (let i = 0, at = 0; i < count; i++) {
    const own = data.slice(at, (at += length + (i < short ? 0 : 1)))
    blocks.push({ own, rest: remainder(own, divisor) })
  }
  const woven = []
  for (let i = 0; i <= length; i++) for (const { own } of blocks) if (i < own.length) woven.push(own[i])
  for (let i = 0; i < checks; i++) for (const { rest } of blocks) woven.push(rest[i])
  return woven
}

function divisorOf(degree) {
  const found = new Uint8Array(degree)
  found[degree - 1] = 1
  for (let i = 0, root = 1; i < degree; i++, root = times(root, 2)) {
    for (let j = 0; j < degree; j++) found[j] = times(found[j], root) ^ (j + 1 < degree ? found[j + 1] : 0)
  }
  return found
}

function remainder(data, divisor) {
  const left = Array(divisor.length).fill(0)
  for (const byte of data) {
    const factor = byte ^ left.shift()
    left.push(0)
    divisor.forEach((value, i) => (left[i] ^= times(value, factor)))
  }
  return left
}

// The parts that are the same whatever is said: finders, timing, alignment, version.
function layOut(version) {
  const size = version * 4 + 17
  const grid = { version, size, dark: new Uint8Array(size * size), fixed: new Uint8Array(size * size) }
  for (let i = 0; i < size; i++) {
    fix(grid, 6, i, i % 2 === 0)
    fix(grid, i, 6, i % 2 === 0)
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) finder(grid, x, y)
  const places = alignments(version, size)
  const last = places.length - 1
  places.forEach((x, i) => places.forEach((y, j) => {
    if (!((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0))) square(grid, x, y)
  }))
  writeFormat(grid)
  if (version >= 7) writeVersion(grid)
  return grid
}

function fix(grid, x, y, dark) {
  if (x < 0 || y < 0 || x >= grid.size || y >= grid.size) return
  grid.dark[y * grid.size + x] = dark ? 1 : 0
  grid.fixed[y * grid.size + x] = 1
}

function finder(grid, x, y) {
  for (let dy = -4; dy <= 4; dy++) for (let dx = -4; dx <= 4; dx++) {
    const far = Math.max(Math.abs(dx), Math.abs(dy))
    fix(grid, x + dx, y + dy, far !== 2 && far !== 4)
  }
}

function square(grid, x, y) {
  for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) fix(grid, x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1)
}

function alignments(version, size) {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - (count - 2 - i) * step)]
}

function writeFormat(grid) {
  const { size } = grid
  const said = (LEVEL_L << 3) | MASK
  const bits = ((said << 10) | tail(said, 10, 0x537)) ^ 0x5412
  const bit = (i) => ((bits >>> i) & 1) === 1
  for (let i = 0; i <= 5; i++) fix(grid, 8, i, bit(i))
  fix(grid, 8, 7, bit(6))
  fix(grid, 8, 8, bit(7))
  fix(grid, 7, 8, bit(8))
  for (let i = 9; i < 15; i++) fix(grid, 14 - i, 8, bit(i))
  for (let i = 0; i < 8; i++) fix(grid, size - 1 - i, 8, bit(i))
  for (let i = 8; i < 15; i++) fix(grid, 8, size - 15 + i, bit(i))
  fix(grid, 8, size - 8, true)
}

function writeVersion(grid) {
  const bits = (grid.version << 12) | tail(grid.version, 12, 0x1f25)
  for (let i = 0; i < 18; i++) {
    const dark = ((bits >>> i) & 1) === 1
    const a = grid.size - 11 + (i % 3)
    const b = Math.floor(i / 3)
    fix(grid, a, b, dark)
    fix(grid, b, a, dark)
  }
}

function tail(value, length, divisor) {
  let left = value
  for (let i = 0; i < length; i++) left = (left << 1) ^ ((left >>> (length - 1)) * divisor)
  return left
}

// Two columns at a time, from the right, up and down by turns.
function write(grid, bytes) {
  const { size } = grid
  let i = 0
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    const upward = ((right + 1) & 2) === 0
    for (let step = 0; step < size; step++) for (let j = 0; j < 2; j++) {
      const x = right - j
      const at = (upward ? size - 1 - step : step) * size + x
      if (grid.fixed[at] || i >= bytes.length * 8) continue
      grid.dark[at] = (bytes[i >>> 3] >>> (7 - (i & 7))) & 1
      i++
    }
  }
}

function applyMask(grid) {
  for (let y = 0; y < grid.size; y++) for (let x = 0; x < grid.size; x++) {
    const at = y * grid.size + x
    if (!grid.fixed[at] && isMasked(x, y)) grid.dark[at] ^= 1
  }
}
