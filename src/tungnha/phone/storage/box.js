// What the phone keeps, on IndexedDB. Records are written all together or not at all, and a write counts when its
// transaction is complete ("strict": on the disk). `turn` counts the writes: who read an older turn is refused and reads
// again, so two tabs never write over each other and nothing is sealed inside a transaction.

export const STORES = ['meta', 'config', 'rows', 'ops', 'parcels']
const VERSION = 2 // 1, the trial form, had no parcels
const MAIN = 'main' // the plain record of meta that holds the turn

/** Another tab wrote meanwhile: read again. */
export class Changed extends Error {}
/** The disk is full; nothing of this write is there. */
export class Full extends Error {
  constructor() {
    super('Bộ nhớ của máy đã đầy nên chưa lưu được lần ghi này: xin xóa bớt ảnh, ứng dụng rồi lưu lại.')
    this.words = this.message
  }
}

/**
 * @typedef {object} Box
 * @property {(store: string, key: string) => Promise<any>} read undefined when there is none
 * @property {(store: string, prefix?: string) => Promise<[string, any][]>} all in order of their keys
 * @property {(write: {turn: number, put?: [string, string, any][], remove?: [string, string][]}) => Promise<void>} commit
 *   `turn`: of `meta/main` as it was read, 0 when there was none; a put of `meta/main` carries the next one
 * @property {(call: () => void) => void} onOther called when another tab wrote
 * @property {() => void} close
 */

/**
 * @param {string} name
 * @param {IDBFactory} [factory]
 * @returns {Promise<Box>}
 */
export async function openBox(name, factory = indexedDB) {
  const db = await opened(factory, name)
  db.onversionchange = () => db.close() // a newer version of the app in another tab must not wait for us
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  return {
    read: (store, key) => asked(db, store, (from) => from.get(key)),
    all: (store, prefix = '') => pairs(db, store, prefix),
    commit: (write) => committed(db, write).then(() => channel?.postMessage('wrote')),
    onOther: (call) => channel?.addEventListener('message', call),
    close: () => {
      channel?.close()
      db.close()
    },
  }
}

async function opened(factory, name) {
  try {
    return await openedAt(factory, name, VERSION)
  } catch (problem) {
    if (problem?.name !== 'VersionError') throw problem
    return openedAt(factory, name) // made by a newer app: its outbox can be read all the same
  }
}

function openedAt(factory, name, version) {
  return new Promise((resolve, reject) => {
    const request = version ? factory.open(name, version) : factory.open(name)
    request.onupgradeneeded = () => addStores(request.result)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
    request.onblocked = () => reject(Object.assign(new Error('blocked'), { words: 'Ứng dụng đang mở ở cửa sổ khác: xin đóng bớt rồi mở lại.' }))
  })
}

/** An older database gets the stores it lacks; what is in the others stays. */
function addStores(db) {
  for (const store of STORES) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store)
}

function asked(db, store, ask) {
  return new Promise((resolve, reject) => {
    const request = ask(db.transaction(store).objectStore(store))
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function pairs(db, store, prefix) {
  const range = prefix ? IDBKeyRange.bound(prefix, prefix + '\uffff') : undefined
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store)
    const [keys, values] = [transaction.objectStore(store).getAllKeys(range), transaction.objectStore(store).getAll(range)]
    transaction.oncomplete = () => resolve(keys.result.map((key, at) => [key, values.result[at]]))
    transaction.onabort = () => reject(transaction.error)
  })
}

function committed(db, { turn, put = [], remove = [] }) {
  const stores = [...new Set(['meta', ...put.map(([store]) => store), ...remove.map(([store]) => store)])]
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(stores, 'readwrite', { durability: 'strict' })
    let refused = null
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(refused || asFull(transaction.error) || new Error('the write was broken off'))
    const stop = (why) => {
      refused = why
      transaction.abort()
    }
    const current = transaction.objectStore('meta').get(MAIN)
    current.onsuccess = () => {
      if ((current.result?.turn || 0) !== turn) return stop(new Changed())
      try {
        for (const [store, key] of remove) transaction.objectStore(store).delete(key)
        for (const [store, key, value] of put) transaction.objectStore(store).put(value, key)
      } catch (problem) {
        stop(asFull(problem))
      }
    }
  })
}

const asFull = (problem) => (problem?.name === 'QuotaExceededError' ? new Full() : problem)
