// The phone holds no list any more: it was taken back, or the PIN was wrong too often. What waits is never lost by that.

import { app } from './app.js'
import { el, link, note } from './dom.js'

export default async function emptied() {
  const { emptied, waiting, left } = app.store.status()
  const waits = waiting + left
  const taken = emptied === 'revoked'
  return {
    title: taken ? 'Máy đã được thu hồi' : 'Danh sách đã xóa',
    nodes: [
      el('h1', {}, taken ? 'Máy này đã được thu hồi' : 'Danh sách trong máy đã được xóa'),
      note('info', taken ? 'Dữ liệu của thôn đã được xóa khỏi máy.' : 'Mã PIN sai quá nhiều lần nên máy tự xóa danh sách nhà.',
        waits ? `Còn ${waits} việc chưa gửi vẫn nằm trong máy, đã khóa. Có mạng thì bấm “Gửi ngay”.` : 'Mọi việc đã ghi trên máy đã gửi về: không mất gì.'),
      el('p', {}, 'Muốn dùng lại, xin tổ trưởng một mã tham gia mới.'),
      el('div.stack', {},
        link('Nhập mã tham gia', 'gia-nhap', { icon: 'qr', kind: 'main' }),
        waits ? link('Mang việc chưa gửi ra', 'mang-ra', { icon: 'upload' }) : null),
    ],
  }
}
