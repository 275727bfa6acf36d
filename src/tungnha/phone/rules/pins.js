// The PIN: six digits, none that is tried first; wrong ones cost time.

export const EMPTY_AFTER = 10
const SIZE = 6
const UP = '01234567890123456789'
const DOWN = [...UP].reverse().join('')

/**
 * Why a PIN must not be used.
 * @param {string} pin
 * @param {string[]} [births] of the member, where known: "1960-05-01"
 * @returns {string} "" when it may
 */
export function weakPin(pin, births = []) {
  if (!/^\d{6}$/.test(pin)) return `Mã PIN phải có đúng ${SIZE} chữ số.`
  if (UP.includes(pin) || DOWN.includes(pin)) return 'Dãy số liền nhau dễ bị đoán: xin chọn mã PIN khác.'
  if (/^(\d{1,3})\1+$/.test(pin)) return 'Mã PIN lặp lại dễ bị đoán: xin chọn mã khác.'
  if (/^(\d)\1(\d)\2(\d)\3$/.test(pin) || new Set(pin).size < 3) return 'Mã PIN ít chữ số khác nhau quá: xin chọn mã khác.'
  if (isDay(pin) || births.some((birth) => birth.replace(/-/g, '').includes(pin))) {
    return 'Mã PIN giống ngày sinh dễ bị đoán: xin chọn mã khác.'
  }
  return ''
}

/** How long the next try must wait after so many wrong ones: 1 s, doubling. @param {number} wrong @returns {number} ms */
export const pauseAfter = (wrong) => (wrong > 0 ? 1000 * 2 ** (Math.min(wrong, EMPTY_AFTER) - 1) : 0)

/** ddMMyy, yyMMdd, MMyyyy or yyyyMM of somebody alive. */
function isDay(pin) {
  const [a, b, c] = [+pin.slice(0, 2), +pin.slice(2, 4), +pin.slice(4)]
  const month = (number) => number >= 1 && number <= 12
  const day = (number) => number >= 1 && number <= 31
  const year = (number) => number >= 1920 && number <= 2030
  return (day(a) && month(b)) || (month(b) && day(c)) || (month(a) && year(+pin.slice(2))) || (year(+pin.slice(0, 4)) && month(c))
}
