// Draws each text as the phone does and reads it back with the scanner the phone carries: [{version, rows, read}].
import { readFileSync } from 'node:fs'
import vm from 'node:vm'

const [phone] = process.argv.slice(2)
const texts = JSON.parse(readFileSync(0, 'utf8'))
const { makeQr } = await import(`${phone}/screen/qr.js`)
vm.runInThisContext(readFileSync(`${phone}/vendor/zxing_reader.js`, 'utf8') + ';globalThis.ZXingWASM = ZXingWASM')
ZXingWASM.prepareZXingModule({ overrides: { wasmBinary: readFileSync(`${phone}/vendor/zxing_reader.wasm`) } })

function picture(code, dot = 3, quiet = 4) {
  const side = (code.size + 2 * quiet) * dot
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) {
    const [cx, cy] = [Math.floor(x / dot) - quiet, Math.floor(y / dot) - quiet]
    if (cx >= 0 && cy >= 0 && cx < code.size && cy < code.size && code.dark(cx, cy)) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3)
  }
  return { data, width: side, height: side, colorSpace: 'srgb' }
}

globalThis.ImageData ??= class {}
const found = []
for (const text of texts) {
  const code = makeQr(text)
  const rows = Array.from({ length: code.size }, (_, y) => Array.from({ length: code.size }, (_, x) => (code.dark(x, y) ? 1 : 0)).join(''))
  const read = await ZXingWASM.readBarcodes(Object.setPrototypeOf(picture(code), ImageData.prototype), { formats: ['QRCode'] })
  found.push({ version: code.version, rows, read: read.map((one) => one.text) })
}
console.log(JSON.stringify(found))
