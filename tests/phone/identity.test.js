// The phone reads names, numbers, telephones, dates and cards as Python does: one table for both.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { test } from 'node:test'
import { cardOddities, readCard } from '../../src/tungnha/phone/rules/card.js'
import { ageOn, couldEqual, readBirth, showBirth } from '../../src/tungnha/phone/rules/dates.js'
import { fold, tidy } from '../../src/tungnha/phone/rules/fold.js'
import { explain, maskNumber, oddities, readNumber, whyNoNumber } from '../../src/tungnha/phone/rules/numbers.js'
import { NOW_PART_OF, PROVINCES } from '../../src/tungnha/phone/rules/provinces.js'
import { readSex } from '../../src/tungnha/phone/rules/sexes.js'
import { maskPhone, readPhones, whyNoPhone } from '../../src/tungnha/phone/rules/telephones.js'
import * as words from '../../src/tungnha/phone/rules/words.js'

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'))
const kept = read(new URL('cases.json', import.meta.url))
const tables = process.env.TUNGNHA_WIDE ? [kept, read(process.env.TUNGNHA_WIDE)] : [kept]
const TODAY = '2026-05-26'

/** All cases of one kind, each with what we say; the whole list of those that part is shown. */
function same(kind, ours) {
  for (const table of tables) {
    const apart = table[kind].filter((one) => JSON.stringify(one) !== JSON.stringify(ours(one))).map((one) => [one, ours(one)])
    assert.deepEqual(apart.slice(0, 5), [], `${apart.length} of ${table[kind].length} ${kind} part`)
  }
}

const orWhy = (text, tell) => {
  try {
    return { text, ...tell() }
  } catch (problem) {
    return { text, why: problem.message }
  }
}

test('names are folded alike', () => same('fold', ([text]) => [text, fold(text)]))
test('names are tidied alike', () => same('tidy', ([text]) => [text, tidy(text), tidy(text, true)]))
test('sexes are read alike', () => same('sexes', ([text]) => [text, readSex(text)]))
test('telephones are read alike', () =>
  same('phones', ({ text }) => {
    const found = readPhones(text)
    return { text, found: found.map(({ value, old }) => [value, old]), why: whyNoPhone(text), mask: found.map(({ value }) => maskPhone(value)) }
  }))
test('dates are read alike', () =>
  same('dates', ({ text }) => orWhy(text, () => ({ is: readBirth(text), show: showBirth(readBirth(text)) }))))
test('dates agree alike', () => same('equal', ([a, b]) => [a, b, couldEqual(a, b)]))
test('ages are counted alike', () => same('ages', ([birth]) => [birth, ...Object.values(ageOn(birth, TODAY))]))
test('cards are read alike', () =>
  same('cards', ({ text }) => orWhy(text, () => ({ is: readCard(text), odd: cardOddities(readCard(text)) }))))
test('numbers are read alike', () =>
  same('numbers', ({ text }) => {
    const number = readNumber(text)
    if (!number) return { text, why: whyNoNumber(text) }
    const odd = oddities(number, { sex: 'male', birthYear: 1990, on: TODAY })
    return { text, value: number.value, kind: number.kind, says: explain(number), odd, mask: maskNumber(number.value) }
  }))
test('provinces are the same', () => assert.deepEqual({ born: PROVINCES, now: NOW_PART_OF }, kept.provinces))
test('outcomes have the same words', () => {
  assert.deepEqual({ visit: words.VISIT_OUTCOMES, result: words.RESULT_OUTCOMES }, kept.outcomes)
})
test('the next step at a door has the same words', () =>
  same('steps', ([outcome, come_back_on]) => [outcome, come_back_on, words.nextStep({ outcome, come_back_on }, TODAY)]))
