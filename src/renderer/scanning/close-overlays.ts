/**
 * Closes what lies over the page – dialogs, menus, open lists – as Escape would. It is pressed there and not on the page,
 * whose own Escape must not take a step back as well.
 */
export function closeOverlays(): void {
  const top = Array.from(document.querySelectorAll('.v-overlay--active:not(.v-tooltip) .v-overlay__content')).at(-1)
  top?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
}
