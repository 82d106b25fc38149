import { useServerStore } from '#renderer/app/stores/server-store'

/** Ticket codes as a sentence lists them: `ABCDEF, GHJKLM och NPQRST`. */
export function useTicketList(): (codes: readonly string[]) => string {
  const server = useServerStore()
  return (codes) => new Intl.ListFormat(server.language === 'sv' ? 'sv-SE' : 'en-GB').format(codes)
}
