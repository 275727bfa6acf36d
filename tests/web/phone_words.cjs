// Every word of a script, as the parser inside Node reads it: node --expose-internals phone_words.cjs < {name: [text, text]}
// prints the names whose two texts do not say the same.
const acorn = require('internal/deps/acorn/acorn/dist/acorn')
const pairs = JSON.parse(require('fs').readFileSync(0, 'utf8'))
const words = (text) => [...acorn.tokenizer(text, { ecmaVersion: 'latest', sourceType: 'module' })].map(({ type, value }) => [type.label, String(value?.pattern ?? value ?? '')].join(' ')).join('\n')
const shape = (text) => JSON.stringify(acorn.parse(text, { ecmaVersion: 'latest', sourceType: 'module' }), (key, value) => (key === 'start' || key === 'end' ? undefined : typeof value === 'bigint' ? String(value) : value))
const differ = Object.entries(pairs).filter(([, [full, lean]]) => words(full) !== words(lean) || shape(full) !== shape(lean))
console.log(JSON.stringify(differ.map(([name]) => name)))
