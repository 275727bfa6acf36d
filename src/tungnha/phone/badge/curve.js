// Is this signed by that key? Ed25519 (RFC 8032, 5.1.7), verifying only, so no secret is at stake: browsers of cheap phones lack it. The points are {X, Y, Z, T}.

const P = 2n ** 255n - 19n
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n
const mod = (a) => ((a % P) + P) % P

function power(base, exponent) {
  let found = 1n
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = mod(b * b)) if (e & 1n) found = mod(found * b)
  return found
}
const D = mod(-121665n * power(121666n, P - 2n))
const ROOT = power(2n, (P - 1n) / 4n) // of minus one
const NEUTRAL = { X: 0n, Y: 1n, Z: 1n, T: 0n }

const little = (bytes) => bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)

function add(a, b) {
  const one = mod((a.Y - a.X) * (b.Y - b.X))
  const two = mod((a.Y + a.X) * (b.Y + b.X))
  const three = mod(2n * D * a.T * b.T)
  const four = mod(2n * a.Z * b.Z)
  const [e, f, g, h] = [two - one, four - three, four + three, two + one]
  return { X: mod(e * f), Y: mod(g * h), Z: mod(f * g), T: mod(e * h) }
}

function times(point, count) {
  let found = NEUTRAL
  for (let p = point, n = count; n > 0n; n >>= 1n, p = add(p, p)) if (n & 1n) found = add(found, p)
  return found
}

// 32 bytes → a point, or null where there is none.
function pointOf(bytes) {
  const sign = bytes[31] >> 7
  const Y = little([...bytes.slice(0, 31), bytes[31] & 127])
  if (Y >= P) return null
  const u = mod(Y * Y - 1n)
  const v = mod(D * Y * Y + 1n)
  let X = mod(u * v ** 3n * power(u * v ** 7n, (P - 5n) / 8n))
  if (mod(v * X * X) !== u) X = mod(X * ROOT)
  if (mod(v * X * X) !== u || (X === 0n && sign)) return null
  if (Number(X & 1n) !== sign) X = P - X
  return { X, Y, Z: 1n, T: mod(X * Y) }
}

const BASE = pointOf([0x58, ...Array(31).fill(0x66)])
const same = (a, b) => mod(a.X * b.Z - b.X * a.Z) === 0n && mod(a.Y * b.Z - b.Y * a.Z) === 0n

export async function isSigned(text, signature, key) {
  const s = little(signature.slice(32))
  const [R, A] = [pointOf(signature.slice(0, 32)), pointOf(key)]
  if (!R || !A || s >= ORDER) return false
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-512', Uint8Array.from([...signature.slice(0, 32), ...key, ...text])))
  return same(times(BASE, s), add(R, times(A, little(hash) % ORDER)))
}
