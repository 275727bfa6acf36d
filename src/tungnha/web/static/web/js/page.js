// What every page may use. Each module looks for its own data attribute; without script all pages still work.
import { watchToggles } from './toggle.js'
import { watchDialogs } from './dialog.js'
import { watchDrops } from './drop.js'
import { showPrintButtons } from './print.js'
import { showCopyButtons } from './copy.js'
import { makeSortable } from './sort.js'
import { sayDays } from './day.js'
import { fitTables } from './fit.js'
import { watchFinds } from './find.js'
import { showOpenPart } from './strip.js'
import { countDown } from './until.js'
import { sendOnce } from './once.js'

function dress(root) {
  showPrintButtons(root)
  showCopyButtons(root)
  makeSortable(root)
  watchDrops(root)
  sayDays(root)
  fitTables(root)
  watchFinds(root)
  countDown(root)
  root.querySelector('[data-focus-first]')?.focus()
}

document.documentElement.classList.add('js')
watchToggles(document)
watchDialogs(document)
showOpenPart(document)
sendOnce(document)
dress(document)
document.addEventListener('htmx:load', event => dress(event.target))
