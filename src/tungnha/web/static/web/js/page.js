// What every page may use. Each module looks for its own data attribute; without script all pages still work.
import { watchToggles } from './toggle.js'
import { watchDialogs } from './dialog.js'
import { watchDrops } from './drop.js'
import { showPrintButtons } from './print.js'
import { makeSortable } from './sort.js'
import { sayDays } from './day.js'
import { fitTables } from './fit.js'
import { watchFinds } from './find.js'

function dress(root) {
  showPrintButtons(root)
  makeSortable(root)
  watchDrops(root)
  sayDays(root)
  fitTables(root)
  watchFinds(root)
  root.querySelector('[data-focus-first]')?.focus()
}

document.documentElement.classList.add('js')
watchToggles(document)
watchDialogs(document)
dress(document)
document.addEventListener('htmx:load', event => dress(event.target))

// The strip of a room's parts slides on a phone: the part that is open is brought into sight.
for (const strip of document.querySelectorAll('.subnav .pills')) {
  const here = strip.querySelector('[aria-current]')
  if (here && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = here.offsetLeft - strip.clientWidth / 3
}
