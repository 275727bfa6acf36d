// Sex as cards and people write it; as `identity.sexes`.
import { fold } from './fold.js'

const MALE = ['nam', 'male', 'm', 'trai', 'ong']
const FEMALE = ['nu', 'female', 'f', 'gai', 'ba']

/**
 * @param {string} text Nam, Nữ, M, female …
 * @returns {"male" | "female" | null} null for what does not say
 */
export function readSex(text) {
  const word = fold(text || '').replace(/^[ .]+|[ .]+$/g, '')
  return MALE.includes(word) ? 'male' : FEMALE.includes(word) ? 'female' : null
}

/** @param {"male" | "female"} sex */
export const showSex = (sex) => (sex === 'male' ? 'Nam' : 'Nữ')
