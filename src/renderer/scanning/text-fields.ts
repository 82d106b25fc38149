export type TextField = HTMLInputElement | HTMLTextAreaElement

/** A field as it was before a key. */
export interface FieldState {
  field: TextField
  value: string
  start: number | null
  end: number | null
}

const notTyped = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'])

function asTextField(element: EventTarget | null | undefined): TextField | undefined {
  if (element instanceof HTMLTextAreaElement) return element.readOnly ? undefined : element
  if (!(element instanceof HTMLInputElement)) return undefined
  // Without an input mode it only holds the focus of a list, which would jump to an entry by its first letters.
  const typedInto = !element.readOnly && element.inputMode !== 'none' && !notTyped.has(element.type)
  return typedInto ? element : undefined
}

/** The field that a key is typed into, if it is one. */
export const textFieldOf = (event: KeyboardEvent): TextField | undefined => asTextField(event.composedPath()[0])

export function stateOf(field: TextField): FieldState {
  return { field, value: field.value, start: field.selectionStart, end: field.selectionEnd }
}

function tell(field: TextField): void {
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

export function putFieldBack({ field, value, start, end }: FieldState): void {
  field.value = value
  if (start !== null) field.setSelectionRange(start, end)
  tell(field)
}

const replayed = new WeakSet<Event>()

export const isReplayed = (event: Event): boolean => replayed.has(event)

/** Gives the page a key that was kept from it, as if it was pressed now: where nobody takes it, it is typed. */
export function replay(kept: KeyboardEvent): void {
  const { key, code, shiftKey, ctrlKey, altKey } = kept
  const target = document.activeElement ?? document.body
  const altGraph = kept.getModifierState('AltGraph')
  const event = new KeyboardEvent('keydown', {
    ...{ key, code, shiftKey, ctrlKey, altKey, modifierAltGraph: altGraph },
    ...{ bubbles: true, cancelable: true, composed: true },
  })
  replayed.add(event)
  const field = asTextField(target)
  if (!target.dispatchEvent(event) || field === undefined || Array.from(key).length !== 1) return
  const { selectionStart, selectionEnd } = field
  if (selectionStart === null) field.value += key
  else field.setRangeText(key, selectionStart, selectionEnd ?? selectionStart, 'end')
  tell(field)
}
