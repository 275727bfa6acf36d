// A phone in memory or on a file, for tests under Node: the real store and client, few rounds of PBKDF2.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { webcrypto } from 'node:crypto'
import { openStore } from '../../../src/tungnha/phone/storage/store.js'
import { openFileBox } from './file_box.js'

globalThis.crypto ??= webcrypto // Node 18 keeps it elsewhere

export const PIN = '590274'
export const ROUNDS = 10

const made = []
process.on('exit', () => made.forEach(folder => fs.rmSync(folder, { recursive: true, force: true })))

/** A file of its own for one phone, gone when the tests are over. */
export function newFile() {
  made.push(fs.mkdtempSync(path.join(os.tmpdir(), 'phone-')))
  return path.join(made.at(-1), 'box')
}

export async function openPhone(file, { now = () => Date.now(), ...env } = {}) {
  const box = await openFileBox(file, { durable: false, ...env })
  return openStore(box, { now, rounds: ROUNDS })
}

export function joinedAs(device) {
  const carry_key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
  return { device, secret: 'secret', carry_key, epoch: null, member: { id: 7, name: 'Nông Thị Lan', role: 'team_member' } }
}

/** What every test of a worklist stands on: a lane of houses with people. @returns {object[]} household documents */
export function lane(count, { village = 'v1', persons = 4 } = {}) {
  return Array.from({ length: count }, (_, at) => ({
    k: `h${String(at).padStart(5, '0')}`, code: String(at + 1).padStart(3, '0'), lane: 'Ngõ 2', house: `Số ${at + 1}`,
    village, order: at + 1, first: false, bring: [], last: null, share: null, informed: [], shown_how: false, helper: null,
    persons: Array.from({ length: persons }, (__, of) => ({
      k: `p${at}-${of}`, name: `${['Nông', 'Hoàng', 'Đỗ'][at % 3]} Thị ${['Hòa', 'Lụa', 'Điệp', 'Nguyệt'][of % 4]}`, sex: 'female',
      birth: String(1950 + ((at + of * 11) % 50)), head: of === 0, relation: '', residence: 'here', asked: ['vneid', 'chu-ky-so'],
      has: {}, number: '', phone: '', reads: true,
    })),
  }))
}

export const CONFIG = {
  hash: 'c1', member: { id: 7 }, village: { code: 'v1', name: 'Thôn Nà Mèo' }, team: [{ id: 9, name: 'Lý Văn Hùng' }],
  services: [
    { code: 'chu-ky-so', label: 'Chữ ký số công cộng', short: 'Chữ ký số', level: 1, levels: ['có', 'đã tích hợp'], order: 1, needs: ['vneid'] },
    { code: 'vneid', label: 'Tài khoản định danh VNeID', short: 'VNeID', level: 2, levels: ['mức 1', 'mức 2'], order: 2, needs: [] },
  ],
  sessions: [],
}
