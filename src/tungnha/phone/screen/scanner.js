// The camera, until a code is read. The scanner itself (vendor/) comes only when it is wanted; no picture is ever kept.

const VENDOR = new URL('../vendor/', import.meta.url)
let loading = null

// Its own script would look for the .wasm at another host: it is told where ours lies.
function reader() {
  loading ??= new Promise((done, fail) => {
    const script = document.createElement('script')
    script.src = new URL('zxing_reader.js', VENDOR).pathname
    script.onload = () => {
      globalThis.ZXingWASM.prepareZXingModule({ overrides: { locateFile: (name) => new URL(name, VENDOR).pathname } })
      done(globalThis.ZXingWASM)
    }
    script.onerror = () => fail(new Error('scanner'))
    document.head.append(script)
  }).catch((problem) => {
    loading = null
    throw problem
  })
  return loading
}

// Reads until stop() or until onText says true. onProblem(words) when there is no camera. → stop
export function scan(video, onText, onProblem) {
  let stream = null
  let over = false
  const canvas = document.createElement('canvas')
  const stop = () => {
    over = true
    stream?.getTracks().forEach((track) => track.stop())
    video.srcObject = null
    canvas.width = canvas.height = 0 // the last picture goes at once
  }

  async function start() {
    const zxing = await reader()
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } } })
    if (over) return stop()
    video.srcObject = stream
    await video.play()
    while (!over) {
      for (const text of await read(zxing)) if (!over && (await onText(text))) stop()
      await new Promise((next) => setTimeout(next, 80)) // the phone stays cool
    }
  }

  async function read(zxing) {
    const { videoWidth: width, videoHeight: height } = video
    if (!width) return []
    canvas.width = width
    canvas.height = height
    const pen = canvas.getContext('2d', { willReadFrequently: true })
    pen.drawImage(video, 0, 0)
    const found = await zxing.readBarcodes(pen.getImageData(0, 0, width, height), { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 })
    return found.map(({ text }) => text).filter(Boolean)
  }

  start().catch((problem) => {
    if (over) return
    stop()
    onProblem(wordsOf(problem))
  })
  return stop
}

function wordsOf(problem) {
  if (problem.name === 'NotAllowedError') return 'Máy chưa cho phép dùng camera. Mời cho phép rồi bấm quét lại, hoặc gõ số.'
  if (problem.name === 'NotFoundError') return 'Máy này không có camera. Mời gõ số.'
  if (problem.name === 'NotReadableError') return 'Camera đang bận ở ứng dụng khác. Mời tắt ứng dụng ấy rồi quét lại, hoặc gõ số.'
  return 'Chưa mở được máy quét. Mời quét lại, hoặc gõ số.'
}
