// What is answered from where, for how long, and why. `self.APP` = {version, pack, files} stands in front of this file.
//
// | what                     | from                    | for how long          | why                                           |
// |--------------------------|-------------------------|-----------------------|-----------------------------------------------|
// | /dt/ (any page of ours)  | this version's cache    | until the next one    | opens at once, with or without a network      |
// | /dt/app/<version>/…      | that version's cache    | until two versions on | a page left open must find the files it names |
// | /dt/sw.js                | network, asked anew     | –                     | this is how a new version is noticed          |
// | /dt/api/…                | network only            | never kept            | answers hold names; none may be an old one    |
// | everything else          | network only            | never kept            | not ours                                      |

const CACHE = 'tungnha-' + self.APP.version
const FOLDER = '/dt/app/' + self.APP.version + '/'
const KEPT_VERSIONS = 2
const KIND = { js: 'text/javascript', css: 'text/css' }

self.addEventListener('install', (event) => event.waitUntil(keepWhole()))
self.addEventListener('activate', (event) => event.waitUntil(takeOver()))
self.addEventListener('message', (event) => event.data === 'take-over' && self.skipWaiting())
self.addEventListener('fetch', (event) => {
  const answer = answerOf(event.request)
  if (answer) event.respondWith(answer)
})
// The network is back: a window of ours knows the key and sends. Without a window nothing can be opened, so nothing is sent.
self.addEventListener('sync', (event) => event.tag === 'send' && event.waitUntil(tellWindows('send')))

// All files or none: a version with a hole would fail at a door, not here. All text comes in one piece.
async function keepWhole() {
  const cache = await caches.open(CACHE)
  const ask = (path) => new Request(path, { cache: 'no-cache', credentials: 'omit' })
  const packed = await fetch(ask(FOLDER + self.APP.pack))
  if (!packed.ok) throw new Error('the pack did not come')
  const parts = (await packed.text()).split('\0') // name, text, name, text …
  for (let at = 0; at < parts.length; at += 2) {
    const headers = { 'Content-Type': `${KIND[parts[at].split('.').pop()]}; charset=utf-8` }
    await cache.put(FOLDER + parts[at], new Response(parts[at + 1], { headers }))
  }
  await cache.addAll([ask('/dt/'), ...self.APP.files.map((name) => ask(FOLDER + name))])
}

async function takeOver() {
  const own = (await caches.keys()).filter((name) => name.startsWith('tungnha-')) // oldest first
  const others = own.filter((name) => name !== CACHE)
  await Promise.all(others.slice(0, Math.max(0, others.length - KEPT_VERSIONS + 1)).map((name) => caches.delete(name)))
  await self.clients.claim()
}

function answerOf(request) {
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return null
  if (pathname.startsWith('/dt/app/')) return fromCache(request, pathname)
  if (request.mode === 'navigate' && !pathname.startsWith('/dt/api/')) return fromCache(request, '/dt/')
  return null
}

async function fromCache(request, path) {
  const here = path === '/dt/' ? await (await caches.open(CACHE)).match(path) : await caches.match(path)
  return here ?? fetch(request)
}

async function tellWindows(word) {
  for (const window of await self.clients.matchAll({ type: 'window' })) window.postMessage(word)
}
