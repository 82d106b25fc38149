import { nextTick, onMounted, onUnmounted, shallowReactive } from 'vue'

/** One line of the key list that `?` shows. */
interface KeyHelp {
  keys: readonly string[]
  does: string
}

export interface KeyLayer {
  /** True when the key was used: layers below do not see it, and the browser does nothing with it. */
  handle: (event: KeyboardEvent, where: { inField: boolean }) => boolean
  /** Read when the overlay opens, so it may depend on state. Grouped under `title`. */
  help?: () => { title: string; keys: readonly KeyHelp[] }
}

/** Bottom first. The newest layer is asked first, so a dialog goes before the screen under it. */
export const keyLayers = shallowReactive<KeyLayer[]>([])

/**
 * Gives a component the keyboard while it is mounted. Keys typed into a field reach it with `inField` (most leave those
 * alone); Enter and Space on a focused button are the button's own, and held keys do not repeat an action.
 */
export function useKeys(layer: KeyLayer): void {
  onMounted(() => {
    if (keyLayers.length === 0) window.addEventListener('keydown', dispatch)
    keyLayers.push(layer)
  })
  onUnmounted(() => {
    keyLayers.splice(keyLayers.indexOf(layer), 1)
    if (keyLayers.length === 0) window.removeEventListener('keydown', dispatch)
  })
}

/** Older than this when its turn comes, a key was meant for something else. */
const heldKeyGoodMs = 1_500

let holds = 0
const heldKeys: { event: KeyboardEvent; pressedAt: number }[] = []

/**
 * Keys that are pressed while the server is asked wait for its answer and then act in their order: a practised cashier types
 * ahead, and the next panel must get what was meant for it.
 */
export async function holdKeysDuring<T>(work: Promise<T>): Promise<T> {
  holds += 1
  try {
    return await work
  } finally {
    holds -= 1
    void replayHeldKeys()
  }
}

async function replayHeldKeys(): Promise<void> {
  while (holds === 0 && heldKeys.length > 0) {
    // Each key meets the screen that the one before it has made.
    await nextTick()
    const key = heldKeys.shift()
    if (key !== undefined && performance.now() - key.pressedAt < heldKeyGoodMs) replay(key.event)
  }
}

/** What was meant for a field that has only come with the answer goes into it. */
function replay(event: KeyboardEvent): void {
  const field = document.activeElement
  const inField = field instanceof HTMLElement && isTextField(field)
  if (route(event, inField) || event.key.length !== 1 || !(field instanceof HTMLInputElement) || !inField) return
  field.value += event.key
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

function dispatch(event: KeyboardEvent): void {
  // AltGr counts as Ctrl+Alt on some systems, but types characters such as @.
  const commands = event.metaKey || (event.ctrlKey && !event.getModifierState('AltGraph'))
  if (event.defaultPrevented || event.isComposing || commands) return
  const target = event.target instanceof HTMLElement ? event.target : null
  // Open menus and dialogs have keys of their own, and nothing under them may act on a stray letter.
  const overlay = target?.closest('.v-overlay__content, [aria-haspopup][aria-expanded="true"]') ?? null
  if (overlay !== null) return
  const inField = target !== null && (target.isContentEditable || isTextField(target))
  const control = target?.closest('button, a[href], [role="menuitem"], [role="option"], summary') ?? null
  if (control !== null && (event.key === 'Enter' || event.key === ' ')) return
  if (holds > 0 && !inField) {
    heldKeys.push({ event, pressedAt: performance.now() })
    event.preventDefault()
    return
  }
  if (route(event, inField)) event.preventDefault()
}

/** Gives a key to the layers from the top; true when one used it. */
function route(event: KeyboardEvent, inField = false): boolean {
  for (const layer of [...keyLayers].reverse()) {
    if (layer.handle(event, { inField })) return true
  }
  return false
}

function isTextField(element: HTMLElement): boolean {
  if (element instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(element.type)
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement
}
