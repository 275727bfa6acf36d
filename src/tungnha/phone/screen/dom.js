// Nodes, built by hand: what people are called is text, never markup.

import { ICONS } from './icons.js'

const SVG = 'http://www.w3.org/2000/svg'

// el('button.btn.main', { type: 'button', on: { click } }, 'Lưu') → the node. false, null and undefined leave a thing out.
export function el(what, props = {}, ...children) {
  const [tag, ...classes] = what.split('.')
  const node = document.createElement(tag)
  if (classes.length) node.className = classes.join(' ')
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value)
  put(node, children)
  return node
}

function set(node, name, value) {
  if (value === false || value === null || value === undefined) return
  if (name === 'on') for (const [event, call] of Object.entries(value)) node.addEventListener(event, call)
  else if (name === 'value') node.value = value
  else node.setAttribute(name, value === true ? '' : value)
}

export function put(node, children) {
  node.append(...children.flat(Infinity).filter((child) => child !== false && child !== null && child !== undefined))
  return node
}

export function fill(node, ...children) {
  node.replaceChildren()
  return put(node, children)
}

export function svg(tag, props, ...children) {
  const node = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, value)
  node.append(...children)
  return node
}

export function icon(name) {
  return svg('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: ICONS[name] }))
}

export function button(words, call, { kind = '', icon: drawn, ...props } = {}) {
  return el('button.btn' + (kind && '.' + kind), { type: 'button', on: { click: call }, ...props }, drawn && icon(drawn), el('span', {}, words))
}

export function link(words, to, { kind = '', icon: drawn } = {}) {
  return el('a.btn' + (kind && '.' + kind), { href: '#' + to }, drawn && icon(drawn), el('span', {}, words))
}

export function back(words, to) {
  return el('a.back', { href: '#' + to }, icon('left'), words)
}

export function note(tone, title, ...lines) {
  const drawn = { ok: 'check', warn: 'warn', bad: 'problem', info: 'info' }[tone]
  return el('div.note.' + tone, {}, icon(drawn), el('div', {}, title && el('p', {}, el('b', {}, title)), lines.filter(Boolean).map((line) => (typeof line === 'string' ? el('p', {}, line) : line))))
}

export function brand(words) {
  return el('div.brand', {}, el('img', { src: new URL('../icons/icon.svg', import.meta.url).pathname, alt: '' }), words)
}

export function mark(tone, words, drawn) {
  return el('span.mark' + (tone && '.' + tone), {}, drawn && icon(drawn), words)
}

let made = 0
export const freshId = () => 'i' + ++made

// A field with its label, hint and a place for what is wrong with it: field('Số điện thoại', input, {hint}) → {node, wrong(words)}
export function field(label, input, { hint = '' } = {}) {
  input.id ||= freshId()
  const wrong = el('p.wrong', { id: input.id + '-wrong', hidden: true })
  const told = hint && el('p.hint', { id: input.id + '-hint' }, hint)
  input.setAttribute('aria-describedby', `${input.id}-wrong${hint ? ` ${input.id}-hint` : ''}`)
  const say = (words) => {
    wrong.hidden = !words
    wrong.textContent = words
    if (words) input.setAttribute('aria-invalid', 'true')
    else input.removeAttribute('aria-invalid')
  }
  return { node: el('div.field', {}, el('label', { for: input.id }, label), told, wrong, input), input, wrong: say }
}

export function tick(words, { checked = false, on } = {}) {
  const input = el('input', { type: 'checkbox', checked, on: on && { change: () => on(input.checked) } })
  return { node: el('label.tick', {}, input, el('span', {}, words)), input }
}

export function choose(options, props = {}) {
  const chosen = props.value ?? ''
  return el('select', { ...props, value: null }, options.map(([value, words]) => el('option', { value, selected: value === chosen }, words)))
}
