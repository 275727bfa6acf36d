// Shows what the office tells this browser. It keeps nothing, answers nothing, and opens pages of this product only.
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('push', (event) => {
  let told = {}
  try {
    told = event.data.json()
  } catch {
    told = { title: 'Từng Nhà', body: 'Có thông báo mới.' }
  }
  const { title = 'Từng Nhà', body = '', url = '/thong-bao/', about = url } = told
  const shown = { body, lang: 'vi', tag: about, renotify: true, data: { url } } // moved, then cancelled: the phone sounds again
  event.waitUntil(self.registration.showNotification(title, shown))
})
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const to = new URL(event.notification.data.url, self.location.origin)
  if (to.origin === self.location.origin) event.waitUntil(self.clients.openWindow(to.href))
})
