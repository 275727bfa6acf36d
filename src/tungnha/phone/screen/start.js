// The app starts: opens what the phone holds, shows the right screen, sends by itself when it can.

import { openBox } from '../storage/box.js'
import { openStore } from '../storage/store.js'
import { noticeMissing } from '../storage/presence.js'
import { makeClient } from '../sync/client.js'
import { app, BASE, wordsOf } from './app.js'
import { drawBar } from './bar.js'
import { listenForVersions } from './versions.js'
import { lockWhenLeft } from './locking.js'
import { flash, refresh, render } from './shell.js'

let asked = 0

async function start() {
  if (!globalThis.crypto?.subtle) throw Object.assign(new Error('no https'), { words: 'Địa chỉ này không có khóa bảo vệ (https) nên không mở được. Xin hỏi cán bộ xã địa chỉ đúng.' })
  const channel = new BroadcastChannel('tungnha') // another window of ours wrote: read again
  const tabs = { tell: () => channel.postMessage('wrote') }
  app.version = document.querySelector('meta[name=version]').content
  app.store = await openStore(await openBox('tungnha'), { tabs })
  app.client = makeClient({ store: app.store, fetch: fetch.bind(globalThis), base: BASE, app: app.version })
  const lost = noticeMissing(app.store, localStorage)
  if (lost) flash('bad', 'Dữ liệu trong máy đã mất', lost)
  addEventListener('hashchange', render)
  await render()
  performance.mark('usable')
  app.store.onChange(soon)
  app.client.onState((state) => {
    app.sending = state
    drawBar()
  })
  app.client.start()
  addEventListener('online', drawBar)
  addEventListener('offline', drawBar)
  channel.onmessage = () => app.store.refresh()
  lockWhenLeft()
  listenForVersions()
}

// Many changes come at once while a list arrives; the screen is drawn after them.
function soon() {
  clearTimeout(asked)
  asked = setTimeout(refresh, 120)
}

start().catch((problem) => {
  console.error(problem)
  document.querySelector('#screen').replaceChildren(
    Object.assign(document.createElement('h1'), { textContent: 'Chưa mở được dữ liệu trong máy' }),
    Object.assign(document.createElement('p'), { textContent: wordsOf(problem) ?? 'Mời tắt ứng dụng rồi mở lại. Nếu vẫn thế, báo tổ trưởng; không xóa ứng dụng, không xóa dữ liệu duyệt web.' }),
  )
})
