/** Closes what lies over the page – dialogs, menus, open lists – as Escape would. */
export function closeOverlays(): void {
  if (document.querySelector('.v-overlay--active:not(.v-tooltip)') === null) return
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
}
