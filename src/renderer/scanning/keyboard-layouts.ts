/**
 * What the keys of four keyboards write. A scanner of the keyboard kind knows one layout and sends the places of its keys;
 * the computer knows one too and turns places into characters. Where they differ, characters change.
 *
 * Sources: the layouts `us`, `se`, `de` and `fr` of xkeyboard-config 2.35, levels one and two, read 2026-11-24.
 */
const places = [
  'Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal',
  'KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight',
  'KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote Backslash',
  'IntlBackslash KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash',
]
  .join(' ')
  .split(' ')

const drawn = {
  us: {
    plain: '`1234567890-=' + 'qwertyuiop[]' + "asdfghjkl;'\\" + '\\zxcvbnm,./',
    shifted: '~!@#$%^&*()_+' + 'QWERTYUIOP{}' + 'ASDFGHJKL:"|' + '|ZXCVBNM<>?',
  },
  se: {
    plain: '§1234567890+´' + 'qwertyuiopå¨' + "asdfghjklöä'" + '<zxcvbnm,.-',
    shifted: '½!"#¤%&/()=?`' + 'QWERTYUIOPÅ^' + 'ASDFGHJKLÖÄ*' + '>ZXCVBNM;:_',
  },
  de: {
    plain: '^1234567890ß´' + 'qwertzuiopü+' + 'asdfghjklöä#' + '<yxcvbnm,.-',
    shifted: '°!"§$%&/()=?`' + 'QWERTZUIOPÜ*' + "ASDFGHJKLÖÄ'" + '>YXCVBNM;:_',
  },
  fr: {
    plain: '²&é"\'(-è_çà)=' + 'azertyuiop^$' + 'qsdfghjklmù*' + '<wxcvbn,;:!',
    shifted: '~1234567890°+' + 'AZERTYUIOP¨£' + 'QSDFGHJKLM%µ' + '>WXCVBN?./§',
  },
}

export type Layout = keyof typeof drawn

/** Likeliest first: scanners leave the factory as US keyboards. */
export const layouts: readonly Layout[] = ['us', 'se', 'de', 'fr']

export interface Place {
  code: string
  shift: boolean
}

const keyOf = ({ code, shift }: Place) => (shift ? `Shift+${code}` : code)

/** Each key of a layout with its character; plain ones last, so that they win where a character has two keys. */
function keysOf(layout: Layout): [place: Place, character: string][] {
  const { plain, shifted } = drawn[layout]
  return [
    ...places.map((code, at): [Place, string] => [{ code, shift: true }, shifted[at] ?? '']),
    ...places.map((code, at): [Place, string] => [{ code, shift: false }, plain[at] ?? '']),
  ]
}

function ofEach<T>(make: (layout: Layout) => T): Record<Layout, T> {
  return { us: make('us'), se: make('se'), de: make('de'), fr: make('fr') }
}

const writes = ofEach((layout) => new Map(keysOf(layout).map(([place, character]) => [keyOf(place), character])))
const found = ofEach((layout) => new Map(keysOf(layout).map(([place, character]) => [character, place])))

/** What a key writes on a keyboard of that layout; undefined for keys that write nothing there. */
export function characterAt(layout: Layout, { code, shift }: Place): string | undefined {
  return code === 'Space' ? ' ' : writes[layout].get(keyOf({ code, shift }))
}

/** Where a character lies on a keyboard of that layout; undefined where it has no key of its own. */
export function placeOf(layout: Layout, character: string): Place | undefined {
  return character === ' ' ? { code: 'Space', shift: false } : found[layout].get(character)
}
