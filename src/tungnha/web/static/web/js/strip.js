// On a phone the parts of a room are a strip that slides: the part that is open is brought into sight.
export function showOpenPart(root) {
  for (const strip of root.querySelectorAll('.subnav .pills')) {
    const here = strip.querySelector('[aria-current]')
    if (here && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = here.offsetLeft - strip.clientWidth / 3
  }
}
