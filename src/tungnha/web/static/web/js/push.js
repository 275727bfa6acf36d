// Turns notices on for this browser: its owner presses, the browser asks, the server is told where to send.
const button = document.querySelector('[data-push-key]')
const said = document.querySelector('[data-push-said]')

const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))

async function turnOn() {
  if ((await Notification.requestPermission()) !== 'granted') return 'Trình duyệt chưa cho phép hiện thông báo: mời cho phép ở ô địa chỉ rồi bấm lại.'
  const registration = await navigator.serviceWorker.register(button.dataset.worker, { scope: button.dataset.scope })
  await ready(registration)
  const asked = { userVisibleOnly: true, applicationServerKey: bytesOf(button.dataset.pushKey) }
  const place = await registration.pushManager.subscribe(asked)
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': JSON.parse(document.body.getAttribute('hx-headers'))['X-CSRFToken'] }
  const answer = await fetch(button.dataset.to, { method: 'POST', headers, body: JSON.stringify(place) })
  return (await answer.json()).words
}

const ready = (registration) => registration.active ?? new Promise((done) => {
  const worker = registration.installing ?? registration.waiting
  worker.addEventListener('statechange', () => worker.state === 'activated' && done())
})

if (button && 'PushManager' in window && 'serviceWorker' in navigator) {
  button.hidden = false
  button.addEventListener('click', async () => {
    try {
      said.textContent = await turnOn()
    } catch {
      said.textContent = 'Máy này chưa bật được. Thông báo vẫn ở trang này và trong thư điện tử.'
    }
  })
}
