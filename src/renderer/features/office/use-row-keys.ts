import { useKeys } from '#renderer/composables/use-keys'
import type { Ref } from 'vue'

/** Arrow up and down walk through the links of a list, which Enter opens as the links they are. */
export function useRowKeys(list: Readonly<Ref<HTMLElement | null>>): void {
  useKeys({
    handle: ({ key }, { inField }) => {
      const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
      if (by === 0 || inField || list.value === null) return false
      const links = [...list.value.querySelectorAll<HTMLElement>('a[href]')]
      const from = links.findIndex((link) => link === document.activeElement)
      links[
        from === -1 ? (by === 1 ? 0 : links.length - 1) : Math.min(Math.max(from + by, 0), links.length - 1)
      ]?.focus()
      return true
    },
  })
}
